import { useEffect } from "preact/hooks";
import type { ComponentCard } from "../../api";
import { Choice } from "../../components/choice";
import { Progress, Trouble } from "../../components/trouble";
import { address, amend, numbersOf } from "../../core/address";
import { cards, cardsError, loadCards } from "../../core/cards";
import { Card } from "./card";
import { Compare } from "./compare";

const orders = [
    { value: "weight", title: "By weight" },
    { value: "number", title: "By number" },
    { value: "name", title: "By name" },
] as const;
type Order = (typeof orders)[number]["value"];

const comparisons: Record<Order, (a: ComponentCard, b: ComponentCard) => number> = {
    weight: (a, b) => b.weight - a.weight,
    number: (a, b) => a.id - b.id,
    // Those without a name come last.
    name: (a, b) => Number(a.name === null) - Number(b.name === null) || (a.name ?? "").localeCompare(b.name ?? "") || a.id - b.id,
};

/** The styles that the model found, a row each. */
export function ComponentsPage() {
    // Drawings of people are there once the server has encoded them.
    useEffect(() => loadCards(cards.peek()?.every((card) => card.exemplars.length === 0)), []);
    const { params } = address.value;
    const order: Order = orders.find(({ value }) => value === params.order)?.value ?? "weight";
    const all = [...(cards.value ?? [])].sort(comparisons[order]);
    const compared = numbersOf(params, "compare").flatMap((id) => all.find((card) => card.id === id) ?? []);
    const toggle = (id: number) => {
        const ids = compared.map((card) => card.id);
        amend({ compare: (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id].slice(-2)).join() });
    };
    const heaviest = Math.max(...all.map((card) => card.weight), 0);

    return (
        <div class="styles-page">
            <div class="page-head">
                <h1>{cards.value ? `${all.length} styles the model found` : "Styles the model found"}</h1>
                <p class="prose">
                    Each is a component of the mixture of codes. Blue: drawn by the model. Black: drawings by people that belong to it.
                </p>
            </div>
            {cardsError.value !== null && <Trouble text={cardsError.value} retry={() => loadCards(true)} />}
            {cards.value === null && cardsError.value === null && <Progress label="The styles are being drawn" />}
            {compared.length > 0 && <Compare cards={compared} leave={toggle} />}
            {all.length > 0 && (
                <Choice
                    label="Order"
                    value={order}
                    options={orders}
                    choose={(value) => amend({ order: value === "weight" ? "" : value })}
                />
            )}
            <ol class="style-rows">
                {all.map((card) => (
                    <Card
                        key={card.id}
                        card={card}
                        heaviest={heaviest}
                        compared={compared.includes(card)}
                        compare={() => toggle(card.id)}
                    />
                ))}
            </ol>
        </div>
    );
}
