import type { ComponentCard } from "../../api";
import { useLoad } from "../../components/load";
import { SketchButton } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { between } from "../../core/between";
import { named } from "../../core/info";

const steps = 9;

/** Two styles side by side, and the way between their means. */
export function Compare({ cards, leave }: { cards: ComponentCard[]; leave: (id: number) => void }) {
    const [left, right] = cards;
    const way = useLoad(left && right ? `${left.id} ${right.id}` : null, (signal) => {
        const [from, to] = cards.map(({ id }) => ({ component: { id, mean: true } }));
        return between("interpolate", { from, to, steps }, signal);
    });
    return (
        <section class="compare plate" aria-label="Comparison">
            {[left, right].map((card, i) =>
                card === undefined ? (
                    <p class="prose" key={i}>
                        Choose a second style to compare with.
                    </p>
                ) : (
                    <div class="compared" key={card.id}>
                        <div class="row wide">
                            <h2>{named(card)}</h2>
                            <button
                                class="button plain"
                                onClick={() => leave(card.id)}
                                aria-label={`Leave out ${named(card)}`}
                            >
                                Leave out
                            </button>
                        </div>
                        <div class="compared-sketches">
                            {card.samples.slice(0, 6).map((strokes, at) => (
                                <SketchButton key={at} sketch={{ strokes, title: `${named(card)}, sample ${at + 1}` }} by="model" />
                            ))}
                        </div>
                    </div>
                ),
            )}
            {left && right && (
                <div class="compare-way">
                    <h2>From one to the other</h2>
                    {way.error !== null && <Trouble text={way.error} retry={way.again} />}
                    {way.busy && <Progress label="The model draws the way" />}
                    <div class="compare-strip">
                        {way.value?.map((sketch, i) => (
                            <SketchButton
                                key={i}
                                sketch={{ strokes: sketch.strokes, title: `Step ${i + 1} of ${steps}`, recipe: sketch.recipe }}
                            />
                        ))}
                    </div>
                </div>
            )}
        </section>
    );
}
