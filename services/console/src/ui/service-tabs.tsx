import { Tab, TabList } from '@fluentui/react-components';
import { useSearch } from '@tanstack/react-router';
import { SERVICE_NAMES, SERVICES, type Service } from '../api/services.ts';

/** The service that the address names. */
export function useChosenService(): Service {
  const search = useSearch({ strict: false }) as Record<string, string>;
  return SERVICES.find((each) => each === search['service']) ?? 'device-registration';
}

export function ServiceTabs({ onChoose }: { onChoose(service: string): void }) {
  return (
    <TabList selectedValue={useChosenService()} onTabSelect={(_, { value }) => onChoose(String(value))}>
      {SERVICES.map((each) => (
        <Tab key={each} value={each}>
          {SERVICE_NAMES[each]}
        </Tab>
      ))}
    </TabList>
  );
}
