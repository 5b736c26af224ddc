import { SketchView } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { amend } from "../../core/address";
import { cards, cardsError, loadCards } from "../../core/cards";
import { nameOf } from "../../core/info";

/** Nine styles to begin with, while the sheet is empty. */
export function Starters() {
    const heaviest = [...(cards.value ?? [])].sort((a, b) => b.weight - a.weight).slice(0, 9);
    return (
        <div class="results">
            {cardsError.value !== null && <Trouble text={cardsError.value} retry={() => loadCards(true)} />}
            <div class="nine">
                {heaviest.length === 0
                    ? Array.from({ length: 9 }, (_, i) => <div class="cell" key={i} />)
                    : heaviest.map(({ id, samples }) => (
                          <button class="cell" key={id} aria-label={`Draw ${nameOf(id)}`} onClick={() => amend({ style: String(id) })}>
                              <SketchView strokes={samples[0] ?? []} by="model" />
                          </button>
                      ))}
            </div>
            {cards.value === null && cardsError.value === null ? <Progress label="Styles are being drawn" /> : <div class="progress-gap" />}
            <p class="prose">
                {cards.value?.length === 0
                    ? "This model has no styles. Start a drawing, and the model completes it."
                    : "Styles the model found on its own. Choose one, or draw."}
            </p>
        </div>
    );
}
