import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowUp,
  IconBracketsContain,
  IconCategory,
  IconDots,
  IconEyeOff,
  IconFileMinus,
  IconFilePencil,
  IconFilePlus,
  IconGavel,
  IconHistory,
  IconIndentDecrease,
  IconIndentIncrease,
  IconLayoutSidebarRight,
  IconLink,
  IconMicrophone,
  IconNotes,
  IconPencil,
  IconPlayerPlay,
  IconPlus,
  IconTag,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Kind, Paragraph } from "../../api/types";
import { type CommandId, useKeyOf } from "../../ui/keymap";
import { StatusShape } from "../../ui/StatusShape";
import { STATUSES, statusWord } from "../../ui/status";
import type { RowActions } from "./actions";
import classes from "./ParagraphRow.module.css";
import { placeOf } from "./place";
import type { Rights } from "./rights";

interface ParagraphMenuProps {
  paragraph: Paragraph;
  rights: Rights;
  actions: RowActions;
  tabbable: boolean;
}

/** Everything that can be done with a paragraph. The list itself is made only once it is asked for. */
export function ParagraphMenu({ paragraph, rights, actions, tabbable }: ParagraphMenuProps) {
  const { t } = useLingui();
  const [asked, setAsked] = useState(false);
  const name = t`More for ${placeOf(paragraph)}`;
  const button = (
    <button
      type="button"
      className={classes.action}
      aria-label={name}
      aria-haspopup="menu"
      title={t`More (Shift+F10)`}
      data-menu=""
      tabIndex={tabbable ? 0 : -1}
      onClick={asked ? undefined : () => setAsked(true)}
    >
      <IconDots size={18} aria-hidden />
    </button>
  );
  if (!asked) return button;
  return (
    <Menu
      defaultOpened
      position="bottom-end"
      width={300}
      middlewares={{ flip: true, shift: { padding: 8, crossAxis: true } }}
      shadow="md"
      portalProps={{ target: "#document" }}
      withInitialFocusPlaceholder={false}
      onClose={() => actions.select(paragraph.id, true)}
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown aria-label={name}>
        <Items paragraph={paragraph} rights={rights} actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Items({ paragraph, rights, actions }: Omit<ParagraphMenuProps, "tabbable">) {
  const { t } = useLingui();
  const kinds: [Kind, string][] = [
    ["recommendation", t`Recommendation`],
    ["statement", t`Statement`],
    ["plain", t`Plain text`],
  ];
  const icon = { size: 16, "aria-hidden": true } as const;

  return (
    <>
      {rights.write && (
        <Menu.Item
          leftSection={<IconPencil {...icon} />}
          rightSection={<Key k="Enter" />}
          onClick={() => actions.edit(paragraph.id)}
        >
          {t`Edit`}
        </Menu.Item>
      )}
      {rights.propose && (
        <>
          <Menu.Item
            leftSection={<IconFilePencil {...icon} />}
            rightSection={<KeyOf id="propose" />}
            onClick={() => actions.propose(paragraph, "change")}
          >
            {t`Propose a change`}
          </Menu.Item>
          <Menu.Item leftSection={<IconFilePlus {...icon} />} onClick={() => actions.propose(paragraph, "addition")}>
            {t`Propose a new paragraph after it`}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileMinus {...icon} />} onClick={() => actions.propose(paragraph, "deletion")}>
            {t`Propose that it be deleted`}
          </Menu.Item>
        </>
      )}
      {rights.oral && (
        <Menu.Item
          leftSection={<IconMicrophone {...icon} />}
          rightSection={<KeyOf id="oral" />}
          onClick={() => actions.oral(paragraph)}
        >
          {t`From the floor…`}
        </Menu.Item>
      )}
      {rights.draft && (
        <Menu.Item
          leftSection={<IconNotes {...icon} />}
          onClick={() => actions.draft(paragraph)}
          rightSection={<KeyOf id="draft" />}
        >
          {t`Write a private draft beside it`}
        </Menu.Item>
      )}
      {rights.add && (
        <Menu.Item
          leftSection={<IconPlus {...icon} />}
          rightSection={<KeyOf id="add" />}
          onClick={() => actions.add(paragraph)}
        >
          {t`Add a paragraph after`}
        </Menu.Item>
      )}
      {!paragraph.pending && (
        <Menu.Item
          leftSection={<IconLayoutSidebarRight {...icon} className={classes.directed} />}
          onClick={() => actions.panel(paragraph, "proposals")}
        >
          {t`Proposals, alternatives, opinions, history`}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => actions.copyLink(paragraph)}>
        {t`Copy a link to it`}
      </Menu.Item>
      {!paragraph.pending && (
        <Menu.Item
          leftSection={<IconHistory {...icon} />}
          rightSection={<KeyOf id="history" />}
          onClick={() => actions.panel(paragraph, "history")}
        >
          {t`History`}
        </Menu.Item>
      )}
      {rights.placeholders && (paragraph.brackets.open > 0 || paragraph.placeholders.length > 0) && (
        <Menu.Item leftSection={<IconBracketsContain {...icon} />} onClick={() => actions.placeholders(paragraph)}>
          {t`Brackets that only hold a place`}
        </Menu.Item>
      )}
      {rights.discuss && (
        <Menu.Item
          leftSection={<IconPlayerPlay {...icon} className={classes.directed} />}
          rightSection={<KeyOf id="discuss" />}
          onClick={() => actions.discuss(paragraph)}
        >
          {t`Under discussion now`}
        </Menu.Item>
      )}
      {rights.mark && (
        <>
          <Menu.Divider />
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item leftSection={<IconGavel {...icon} />}>
                {rights.mark === "own" ? t`Mark as` : t`Mark on the chair's word as`}
              </Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              {STATUSES.slice(1).map((status) => (
                <Menu.Item
                  key={status}
                  leftSection={<StatusShape status={status} size={16} />}
                  rightSection={<KeyOf id={status as CommandId} />}
                  onClick={() => actions.mark(paragraph, status)}
                >
                  {statusWord(status)}
                </Menu.Item>
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        </>
      )}
      {rights.structure && !paragraph.withdrawn && (
        <>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconArrowUp {...icon} />}
            rightSection={<KeyOf id="up" />}
            onClick={() => actions.step(paragraph, -1)}
          >
            {t`Move up`}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown {...icon} />}
            rightSection={<KeyOf id="down" />}
            onClick={() => actions.step(paragraph, 1)}
          >
            {t`Move down`}
          </Menu.Item>
          <Menu.Item leftSection={<IconCategory {...icon} />} onClick={() => actions.moveTo(paragraph)}>
            {t`Move to another place`}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconIndentIncrease {...icon} className={classes.directed} />}
            rightSection={<KeyOf id="in" />}
            onClick={() => actions.level(paragraph, 1)}
          >
            {t`One level in`}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconIndentDecrease {...icon} className={classes.directed} />}
            rightSection={<KeyOf id="out" />}
            disabled={paragraph.level === 0}
            onClick={() => actions.level(paragraph, -1)}
          >
            {t`One level out`}
          </Menu.Item>
          <Menu.Sub>
            <Menu.Sub.Target>
              <Menu.Sub.Item leftSection={<IconTag {...icon} />}>{t`What it is`}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              <Menu.RadioGroup value={paragraph.kind} onChange={(kind) => actions.kind(paragraph, kind as Kind)}>
                {kinds.map(([kind, word]) => (
                  <Menu.RadioItem key={kind} value={kind} closeMenuOnClick>
                    {word}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Sub.Dropdown>
          </Menu.Sub>
          <Menu.Divider />
          <Menu.Item leftSection={<IconUsersGroup {...icon} />} onClick={() => actions.origin(paragraph)}>
            {t`Proposer and source`}
          </Menu.Item>
          <Menu.Item leftSection={<IconEyeOff {...icon} />} onClick={() => actions.withdraw(paragraph)}>
            {t`Withdraw it`}
          </Menu.Item>
        </>
      )}
      {rights.structure && paragraph.withdrawn && (
        <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={() => actions.restore(paragraph)}>
          {t`Restore it`}
        </Menu.Item>
      )}
    </>
  );
}

/** The key of a command, as this device has it. */
function KeyOf({ id }: { id: CommandId }) {
  return <Key k={useKeyOf(id)} />;
}

function Key({ k }: { k: string }) {
  return (
    <span className={classes.key} aria-hidden="true">
      {k}
    </span>
  );
}
