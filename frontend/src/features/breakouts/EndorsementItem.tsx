import { Trans, useLingui } from "@lingui/react/macro";
import { IconArrowBackUp, IconArrowsShuffle, IconCheck, IconGavel, IconLock, IconX } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { Words } from "../../editor/Words";
import { StatusShape } from "../../ui/StatusShape";
import { statusWord } from "../../ui/status";
import { Changed } from "../paragraphs/Changed";
import { Difference } from "../paragraphs/Difference";
import classes from "./Endorsement.module.css";
import { canBeTaken, choicesFor, differs } from "./endorsing";
import { itemWords, keyOfTake, recommendedWords, structureSentence, takeWords } from "./endorsingWords";
import { OutcomeWords } from "./OutcomeBeside";
import type { ComparisonItem, Take } from "./types";
import { becameWords } from "./words";

interface EndorsementItemProps {
  item: ComparisonItem;
  /** The plenary's document. */
  plenary: string;
  /** Decided since the group reported. */
  settled: boolean;
  current: boolean;
  tabbable: boolean;
  endorses: boolean;
  onChoose: (item: ComparisonItem, take: Take) => void;
  onHere: (id: string) => void;
}

/** How a paragraph is called where it may have no number. */
export function placeOfItem({ address }: Pick<ComparisonItem, "address">, unnumbered: string): string {
  return address || unnumbered;
}

/** One paragraph: the plenary's words, the group's as a difference, what else is other, and what can be done. */
export const EndorsementItem = memo(function EndorsementItem(props: EndorsementItemProps) {
  const { item, plenary, settled, current, tabbable, endorses, onChoose, onHere } = props;
  const { t } = useLingui();
  const { paragraph, address, state, structure, recommended, outcome } = item;
  const place = address ? t`Paragraph ${address}` : t`Paragraph without a number`;
  const words = settled && outcome ? becameWords(outcome.became) : itemWords(item);
  const ready = canBeTaken(item);

  return (
    <article
      id={`e-${paragraph}`}
      tabIndex={tabbable ? 0 : -1}
      className={classes.item}
      data-item={paragraph}
      data-state={state}
      data-ready={(ready && !settled) || undefined}
      data-settled={settled || undefined}
      data-current={current || undefined}
      aria-label={`${place}, ${words}`}
      onFocus={() => !current && onHere(paragraph)}
    >
      <header className={classes.itemHead}>
        <bdi className={classes.address}>{address || "—"}</bdi>
        <span className={classes.chip} data-state={settled ? "unchanged" : ready ? "ready" : state}>
          <StateIcon item={item} ready={ready} />
          {words}
        </span>
        {item.plenary_status && item.plenary_status !== "not_yet_discussed" && (
          <span className={classes.fact}>
            <StatusShape status={item.plenary_status} size={13} />
            <Trans>in the plenary: {statusWord(item.plenary_status)}</Trans>
          </span>
        )}
      </header>
      <div className={classes.sides}>
        <Side name={state === "changed_here_too" ? t`Changed in the plenary meanwhile` : t`The plenary's words`}>
          <PlenaryWords item={item} />
        </Side>
        <Side name={t`The group's words`}>
          <GroupWords item={item} />
        </Side>
      </div>
      {(structure.length > 0 || recommended) && (
        <ul className={classes.facts}>
          {structure.map((one) => (
            <li key={`${one.what} ${one.before} ${one.after}`} data-unclean={!one.clean || undefined}>
              <IconArrowsShuffle size={14} aria-hidden />
              <span>
                {structureSentence(one)}
                {!one.clean && (
                  <>
                    {" "}
                    <em>
                      <Trans>(changed here too: it is not done by itself)</Trans>
                    </em>
                  </>
                )}
              </span>
            </li>
          ))}
          {recommended && (
            <li>
              <StatusShape status={recommended.status} size={14} open={recommended.qualifier === "except"} />
              <span>
                <Trans>The group recommends: {recommendedWords(recommended)}</Trans>
              </span>
            </li>
          )}
        </ul>
      )}
      {item.together.length > 0 && (
        <p className={classes.together}>
          <Trans>The group split or joined it: its parts are taken together.</Trans>
        </p>
      )}
      {outcome && <OutcomeWords outcome={outcome} plenary={plenary} />}
      {endorses && (!settled || outcome?.became === "returned" || outcome?.became === "not_taken") && differs(item) && (
        <div className={classes.choices}>
          {choicesFor(item).map((take, index) => (
            <button
              key={take}
              type="button"
              className={classes.choice}
              data-first={(index === 0 && !settled) || undefined}
              data-take={take}
              tabIndex={current ? 0 : -1}
              title={keyOfTake(take)}
              onClick={() => onChoose(item, take)}
            >
              {takeWords(take, item)}
            </button>
          ))}
        </div>
      )}
    </article>
  );
});

function StateIcon({ item, ready }: { item: ComparisonItem; ready: boolean }) {
  if (ready) return <IconCheck size={14} aria-hidden />;
  switch (item.state) {
    case "agreed_meanwhile":
      return <IconLock size={14} aria-hidden />;
    case "gone":
      return <IconX size={14} aria-hidden />;
    case "unchanged":
      return <IconArrowBackUp size={14} aria-hidden />;
    default:
      return <IconGavel size={14} aria-hidden />;
  }
}

function Side({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.side}>
      <h3 className={classes.sideName}>{name}</h3>
      {children}
    </div>
  );
}

function PlenaryWords({ item }: { item: ComparisonItem }) {
  const { state, plenary_words, base } = item;
  if (!plenary_words) {
    return (
      <p className={classes.none}>
        {state === "gone" ? <Trans>Withdrawn here meanwhile</Trans> : <Trans>Not in the plenary's text</Trans>}
      </p>
    );
  }
  // Where both changed, what is to be chosen between are the changes.
  if (state === "changed_here_too" && base) return <Difference earlier={base.runs} later={plenary_words.runs} />;
  return <Words runs={plenary_words.runs} className={classes.words} />;
}

function GroupWords({ item }: { item: ComparisonItem }) {
  const { state, plenary_words, base, group_words, changes } = item;
  if (state === "withdrawn") {
    return (
      <p className={classes.none}>
        <Trans>Withdrawn by the group</Trans>
      </p>
    );
  }
  if (state === "changed_here_too" && base) return <Difference earlier={base.runs} later={group_words.runs} />;
  if (state === "added" || state === "gone") return <Words runs={group_words.runs} className={classes.words} />;
  if (plenary_words && plenary_words.content_hash === group_words.content_hash) {
    return (
      <p className={classes.none}>
        <Trans>The same words</Trans>
      </p>
    );
  }
  if (changes.length > 0 && state === "clean") return <Changed diff={changes} />;
  return <Difference earlier={plenary_words?.runs ?? []} later={group_words.runs} />;
}
