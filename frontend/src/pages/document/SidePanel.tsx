import { Trans, useLingui } from "@lingui/react/macro";
import { CloseButton, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ComponentType } from "react";
import type { PageState } from "../../api/types";
import { AlternativesPanel } from "../../features/alternatives/AlternativesPanel";
import { ProposalsPanel } from "../../features/amendments/ProposalsPanel";
import { HistoryPanel } from "../../features/history/HistoryPanel";
import { OpinionsPanel } from "../../features/opinions/OpinionsPanel";
import type { PanelAbout, RowActions } from "../../features/paragraphs/actions";
import { type PanelProps, useAttachedParagraph } from "../../features/paragraphs/panel";
import { placeOf } from "../../features/paragraphs/place";
import classes from "./SidePanel.module.css";
import type { View } from "./view";

const PANELS: Record<PanelAbout, ComponentType<PanelProps>> = {
  proposals: ProposalsPanel,
  alternatives: AlternativesPanel,
  opinions: OpinionsPanel,
  history: HistoryPanel,
};
const ABOUT = Object.keys(PANELS) as PanelAbout[];

interface SidePanelProps {
  state: PageState;
  panel: NonNullable<View["panel"]>;
  actions: RowActions;
  onClose: () => void;
}

/** At the end side, on demand: what there is about the selected paragraph. On a phone it is a sheet. */
export function SidePanel({ state, panel, actions, onClose }: SidePanelProps) {
  const { t } = useLingui();
  const narrow = useMediaQuery("(max-width: 75rem)", false, { getInitialValueInEffect: false });
  const paragraph = state.paragraphs.find((one) => one.id === panel.paragraph);
  const { runs, live } = useAttachedParagraph(paragraph);
  if (!paragraph) return null;

  const Shown = PANELS[panel.about];
  const way = state.categories.find((one) => one.id === paragraph.category)?.way ?? "closed";
  const place = placeOf(paragraph);
  const names: Record<PanelAbout, string> = {
    proposals: t`Proposals`,
    alternatives: t`Alternatives`,
    opinions: t`Opinions`,
    history: t`History`,
  };
  const content = (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <bdi>{place}</bdi>
        </h2>
        <CloseButton aria-label={t`Close`} onClick={onClose} />
      </div>
      <nav className={classes.tabs} aria-label={t`About ${place}`}>
        {ABOUT.map((about) => (
          <button
            key={about}
            type="button"
            aria-current={about === panel.about || undefined}
            onClick={() => actions.panel(paragraph, about)}
          >
            {names[about]}
          </button>
        ))}
      </nav>
      <Shown key={`${panel.about} ${paragraph.id}`} {...{ state, paragraph, runs, live, way, actions }} />
    </>
  );
  if (narrow) {
    return (
      <Drawer.Root opened onClose={onClose} position="bottom" size="85dvh">
        <Drawer.Overlay />
        <Drawer.Content aria-label={t`About ${place}`}>
          <Drawer.Body className={classes.body}>{content}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    );
  }
  return (
    <aside className={classes.panel} aria-label={t`About ${place}`} data-region="panel" data-panel={panel.about}>
      {content}
      <p className="visually-hidden">
        <Trans>Press F6 to go on to the next part of the page.</Trans>
      </p>
    </aside>
  );
}
