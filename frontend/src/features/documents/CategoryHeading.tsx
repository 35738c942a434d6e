import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconLock, IconNotes, IconPencil } from "@tabler/icons-react";
import { memo } from "react";
import type { Category, Way } from "../../api/types";
import classes from "./CategoryHeading.module.css";
import { waySentence, wayWords } from "./words";

const WAYS: Way[] = ["anyone", "proposal", "closed"];
const ICONS = { anyone: IconPencil, proposal: IconNotes, closed: IconLock };

interface CategoryHeadingProps {
  category: Category;
  mayChangeWay: boolean;
  mayRename: boolean;
  /** In a breakout group's own text its participants write everywhere. */
  groups?: boolean;
  onWay: (category: Category, way: Way) => void;
  onRename: (category: Category) => void;
  onAddCategory: (after: Category) => void;
}

/** The head of a category: what it is called, and how changes are made in it. */
export const CategoryHeading = memo(function CategoryHeading(props: CategoryHeadingProps) {
  const { category, mayChangeWay, mayRename, groups } = props;
  const { t } = useLingui();
  const { code, title, way } = category;
  const Icon = ICONS[way];

  return (
    <div className={classes.heading}>
      <h2 className={classes.title} id={`c-${category.id}`} tabIndex={-1}>
        <bdi>{code}</bdi>
        {title && title !== code && (
          <>
            {" "}
            <bdi className={classes.name}>{title}</bdi>
          </>
        )}
      </h2>
      <div className={classes.way}>
        {mayChangeWay ? (
          <Menu
            position="bottom-start"
            width={340}
            portalProps={{ target: "#document" }}
            withInitialFocusPlaceholder={false}
          >
            <Menu.Target>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<Icon size={15} aria-hidden />}
                rightSection={<IconChevronDown size={14} aria-hidden />}
                aria-label={t`How changes are made in ${code}: ${wayWords(way)}`}
              >
                {wayWords(way)}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>
                <Trans>How changes are made here</Trans>
              </Menu.Label>
              <Menu.RadioGroup value={way} onChange={(one) => one !== way && props.onWay(category, one as Way)}>
                {WAYS.map((one) => (
                  <Menu.RadioItem key={one} value={one} closeMenuOnClick>
                    <span className={classes.word}>{wayWords(one)}</span>
                    <span className={classes.sentence}>{waySentence(one)}</span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              {mayRename && (
                <>
                  <Menu.Divider />
                  <Menu.Item onClick={() => props.onRename(category)}>{t`Rename the category`}</Menu.Item>
                  <Menu.Item onClick={() => props.onAddCategory(category)}>{t`Add a category after it`}</Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        ) : groups ? null : (
          <span className={classes.plain} title={waySentence(way)}>
            <Icon size={15} aria-hidden />
            {wayWords(way)}
          </span>
        )}
      </div>
    </div>
  );
});
