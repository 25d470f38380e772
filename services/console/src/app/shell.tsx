import { Body1, Button, Dropdown, makeStyles, Option, Subtitle2, Title2, tokens } from '@fluentui/react-components';
import { AlertUrgentRegular, DarkThemeRegular, SearchRegular } from '@fluentui/react-icons';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { signedIn } from '../auth/sign-in.ts';
import { texts } from '../texts.ts';
import { Page } from '../ui/page.tsx';
import { Nothing, Part } from '../ui/states.tsx';
import { useTheme } from './appearance.tsx';
import { CommandPalette } from './command-palette.tsx';
import { Navigation, PAGES } from './navigation.tsx';
import { TenantProvider, useTenantChoice } from './tenant.tsx';

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateRows: 'auto 1fr',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexWrap: 'wrap',
  },
  space: { flexGrow: 1 },
  below: {
    display: 'grid',
    gridTemplateColumns: '212px 1fr',
    minHeight: 0,
    '@media (max-width: 700px)': { gridTemplateColumns: '1fr', gridTemplateRows: 'auto 1fr' },
  },
  main: {
    overflow: 'auto',
    minWidth: 0,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    '@media (max-width: 700px)': { padding: tokens.spacingVerticalM },
  },
  local: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  welcome: {
    display: 'grid',
    placeItems: 'center',
    alignContent: 'center',
    gap: tokens.spacingVerticalL,
    height: '100%',
    textAlign: 'center',
  },
});

export function Shell() {
  const styles = useStyles();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const who = signedIn().session();
  if (path === '/consent')
    return (
      <main className={styles.main}>
        <Outlet />
      </main>
    );
  if (!who || who.expiresAt < Date.now())
    return (
      <main className={styles.welcome}>
        <AlertUrgentRegular fontSize={48} />
        <Title2 as="h1">{texts.product}</Title2>
        <Body1>{who ? texts.signInAgain : texts.signedOut}</Body1>
        <Button appearance="primary" onClick={() => signedIn().start()}>
          {texts.signIn}
        </Button>
      </main>
    );
  return (
    <TenantProvider>
      <SignedIn name={who.name} role={who.roles.join(', ')} />
    </TenantProvider>
  );
}

function SignedIn({ name, role }: { readonly name: string; readonly role: string }) {
  const styles = useStyles();
  const { theme, toggle } = useTheme();
  const { tenant, tenants, asked, choose } = useTenantChoice();
  const [isOpen, setOpen] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className={styles.frame}>
      <header className={styles.bar}>
        <Subtitle2>{texts.product}</Subtitle2>
        <Dropdown
          aria-label={texts.tenant}
          size="small"
          value={tenant?.name ?? ''}
          selectedOptions={tenant ? [tenant.tenantId] : []}
          onOptionSelect={(_, { optionValue }) => optionValue && choose(optionValue)}
        >
          {tenants.map(({ tenantId, name: each }) => (
            <Option key={tenantId} value={tenantId} text={each}>
              {each}
            </Option>
          ))}
        </Dropdown>
        <span className={styles.space} />
        <Button size="small" icon={<SearchRegular />} onClick={() => setOpen(true)}>
          {texts.palette} (Ctrl K)
        </Button>
        <Button
          size="small"
          appearance="subtle"
          icon={<DarkThemeRegular />}
          aria-label={`${texts.theme}: ${theme}`}
          onClick={toggle}
        />
        <span className={styles.local} title={signedIn().kind === 'local' ? texts.localSignIn : undefined}>
          {name} · {role}
        </span>
        <Button size="small" appearance="subtle" onClick={() => signedIn().end()}>
          {texts.signOut}
        </Button>
      </header>
      <div className={styles.below}>
        <Navigation />
        <main className={styles.main} key={tenant?.tenantId}>
          {tenant || path === '/tenants' ? (
            <Outlet />
          ) : (
            <Page title={texts.product}>
              {asked && (
                <Part service="device-registration" asked={asked}>
                  {() => <Nothing>{texts.noTenants}</Nothing>}
                </Part>
              )}
            </Page>
          )}
        </main>
      </div>
      {isOpen && tenant && <CommandPalette pages={PAGES} onClose={() => setOpen(false)} />}
    </div>
  );
}
