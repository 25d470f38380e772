import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowImportRegular,
  BuildingMultipleRegular,
  CheckmarkStarburstRegular,
  ClipboardTaskListLtrRegular,
  DesktopMacRegular,
  HeartPulseRegular,
  HistoryRegular,
  HomeRegular,
  MailDismissRegular,
  PlayCircleRegular,
  RocketRegular,
  ShieldRegular,
  TargetRegular,
} from '@fluentui/react-icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { pageNames, texts } from '../texts.ts';

const useStyles = makeStyles({
  nav: {
    padding: tokens.spacingVerticalM,
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    '@media (max-width: 700px)': { flexDirection: 'row', overflowX: 'auto', padding: tokens.spacingVerticalXS },
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: '7px 10px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecoration: 'none',
    whiteSpace: 'nowrap',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover },
  },
  here: {
    backgroundColor: tokens.colorNeutralBackground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`,
  },
});

/** The pages that can be gone to from everywhere. */
export const PAGES = [
  { to: '/', label: pageNames.overview, Icon: HomeRegular },
  { to: '/devices', label: pageNames.devices, Icon: DesktopMacRegular },
  { to: '/import', label: pageNames.imports, Icon: ArrowImportRegular },
  { to: '/rings', label: pageNames.rings, Icon: TargetRegular },
  { to: '/releases', label: pageNames.releases, Icon: RocketRegular },
  { to: '/health', label: pageNames.health, Icon: HeartPulseRegular },
  { to: '/tickets', label: pageNames.tickets, Icon: ClipboardTaskListLtrRegular },
  { to: '/security', label: pageNames.security, Icon: ShieldRegular },
  { to: '/approvals', label: pageNames.approvals, Icon: CheckmarkStarburstRegular },
  { to: '/dead-letters', label: pageNames.deadLetters, Icon: MailDismissRegular },
  { to: '/audit', label: pageNames.audit, Icon: HistoryRegular },
  { to: '/tenants', label: pageNames.tenants, Icon: BuildingMultipleRegular },
  { to: '/simulated-fleet', label: pageNames.simulation, Icon: PlayCircleRegular },
] as const;

export function Navigation() {
  const styles = useStyles();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <nav className={styles.nav} aria-label={texts.navigation}>
      {PAGES.map(({ to, label, Icon }) => {
        const isHere = to === '/' ? path === '/' : path.startsWith(to);
        return (
          <Link
            key={to}
            to={to}
            className={mergeClasses(styles.link, isHere && styles.here)}
            aria-current={isHere ? 'page' : undefined}
          >
            <Icon />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
