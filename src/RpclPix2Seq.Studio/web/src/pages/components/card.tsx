import type { ComponentCard } from "../../api";
import { SketchButton } from "../../components/sketch-view";
import { format } from "../../core/address";
import { named } from "../../core/info";
import { NameEdit } from "./name-edit";

interface CardProps {
    card: ComponentCard;
    heaviest: number;
    compared: boolean;
    compare: () => void;
}

const shown = 5;

/** One style: its mean in large, name and weight, what the model draws of it, and drawings of people. */
export function Card({ card, heaviest, compared, compare }: CardProps) {
    const { id, weight, samples, exemplars } = card;
    const [mean, ...others] = samples;
    const title = named(card);
    return (
        <li class="style-row" id={`style-${id}`}>
            <div class="style-mean">{mean && <SketchButton sketch={{ strokes: mean, title: `${title}, mean` }} by="model" />}</div>
            <div class="style-about">
                <NameEdit card={card} />
                <p class="quiet small">
                    {card.name !== null && `Style ${id}, `}
                    {(100 * weight).toFixed(1)}% of the mixture
                </p>
                <div class="weight" aria-hidden="true">
                    <span style={{ transform: `scaleX(${heaviest > 0 ? weight / heaviest : 0})` }} />
                </div>
                <div class="row">
                    <a class="button plain" href={format({ page: "draw", params: { style: String(id) } })}>
                        Draw
                    </a>
                    <a class="button plain" href={format({ page: "space", params: { only: String(id) } })}>
                        On the map
                    </a>
                    <button class="button plain" aria-pressed={compared} onClick={compare}>
                        Compare
                    </button>
                </div>
            </div>
            <div class="style-strips">
                <div class="style-strip" role="group" aria-label={`${title}, drawn by the model`}>
                    {others.slice(0, shown).map((strokes, i) => (
                        <SketchButton key={i} sketch={{ strokes, title: `${title}, sample ${i + 1}` }} by="model" />
                    ))}
                </div>
                {exemplars.length > 0 && (
                    <div class="style-strip" role="group" aria-label={`${title}, drawn by people`}>
                        {exemplars.slice(0, shown).map((strokes, i) => (
                            <SketchButton key={i} sketch={{ strokes, title: `${title}, drawing ${i + 1} from the data` }} by="person" />
                        ))}
                    </div>
                )}
            </div>
        </li>
    );
}
