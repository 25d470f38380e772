import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

type Theme = 'light' | 'dark';

const KEY = 'omd.theme';

const ThemeContext = createContext<{ readonly theme: Theme; toggle(): void }>({
  theme: 'light',
  toggle: () => undefined,
});

export const useTheme = () => useContext(ThemeContext);

/** Light or dark: as the system says, until somebody says otherwise. */
export function Appearance({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useState<Theme>(chosen);
  useEffect(() => {
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  const value = useMemo(
    () => ({
      theme,
      toggle: () => {
        const next = theme === 'light' ? 'dark' : 'light';
        localStorage.setItem(KEY, next);
        setTheme(next);
      },
    }),
    [theme],
  );
  return (
    <ThemeContext.Provider value={value}>
      <FluentProvider theme={theme === 'light' ? webLightTheme : webDarkTheme} style={{ height: '100%' }}>
        {children}
      </FluentProvider>
    </ThemeContext.Provider>
  );
}

function chosen(): Theme {
  const kept = localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark') return kept;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
