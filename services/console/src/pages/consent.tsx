import { Body1 } from '@fluentui/react-components';
import { useSearch } from '@tanstack/react-router';
import { Page } from '../ui/page.tsx';

/** Where Microsoft leads an administrator of a customer back to, who need not be anybody here. */
export function ConsentPage() {
  const {
    admin_consent: given,
    error,
    error_description: why,
  } = useSearch({ strict: false }) as Record<string, string>;
  const isGiven = given?.toLowerCase() === 'true' && !error;
  return (
    <Page title={isGiven ? 'Consent was given' : 'Consent was not given'}>
      <Body1>
        {isGiven
          ? 'Thank you. Open the next link, if there is one; whoever runs the service for you sees within a day what it may do.'
          : (why ?? error ?? 'Microsoft has not said why. Open the link again.')}
      </Body1>
    </Page>
  );
}
