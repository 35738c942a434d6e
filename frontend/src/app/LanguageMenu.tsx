import { useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { activate, LANGUAGES } from "./i18n";

/** The language of the page, not of the text; hidden while there is but one. */
export function LanguageMenu() {
  const { t, i18n } = useLingui();
  if (LANGUAGES.length < 2) return null;
  const present = LANGUAGES.find((one) => one.code === i18n.locale) ?? LANGUAGES[0];

  function choose(code: string) {
    localStorage.setItem("language", code);
    void activate(code);
  }

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={t`Language: ${present.name}`}
          leftSection={<IconLanguage size={18} aria-hidden />}
        >
          {present.code.toUpperCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(({ code, name }) => (
          <Menu.Item key={code} lang={code} aria-current={code === present.code} onClick={() => choose(code)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
