import { Body1, Button, Field, Input } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, isProblem } from '../api/client.ts';
import { pageNames } from '../texts.ts';
import { Card, Cards } from '../ui/card.tsx';
import { Told } from '../ui/count.tsx';
import { Page } from '../ui/page.tsx';
import { Refusal } from '../ui/refusal.tsx';
import { Nothing, Waiting } from '../ui/states.tsx';

interface Simulation {
  readonly time: string;
  readonly pace: number | string;
}

const SCRIPTS = ['bad-update', 'ransomware', 'graph-429', 'graph-504', 'ring-drift', 'mass-reenrol'];

/** The simulated fleet of this machine; no real tenant has it. */
export function SimulatedFleetPage() {
  const [pace, setPace] = useState('1800');
  const state = useQuery({
    queryKey: ['simulation'],
    queryFn: () => ask<Simulation>('/simulation'),
    refetchInterval: 2_000,
  });
  const doing = useMutation({
    mutationFn: (body: object) => ask('/simulation', { method: 'POST', body }),
    onSettled: () => void state.refetch(),
  });
  return (
    <Page
      title={pageNames.simulation}
      about="The fleet behind this console is simulated. Its time can be set, and things can go wrong on demand."
    >
      <Refusal error={doing.error} />
      {state.data ? (
        <Cards>
          <Card title="Time">
            <Body1>
              <Told as="setting">
                {state.data.time.slice(0, 16).replace('T', ' ')} UTC, pace {state.data.pace}
              </Told>
            </Body1>
            <Field label="Simulated seconds a second">
              <Input type="number" value={pace} onChange={(_, { value }) => setPace(value)} />
            </Field>
            <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
              <Button onClick={() => doing.mutate({ do: 'pace', pace: Number(pace) })}>Set pace</Button>
              <Button onClick={() => doing.mutate({ do: 'pause' })}>Pause</Button>
              <Button onClick={() => doing.mutate({ do: 'step', by: 'PT6H' })}>Six hours on</Button>
              <Button onClick={() => doing.mutate({ do: 'step', by: 'P1D' })}>A day on</Button>
            </div>
          </Card>
          <Card title="Let something happen">
            <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
              {SCRIPTS.map((script) => (
                <Button key={script} onClick={() => doing.mutate({ do: 'inject', script })}>
                  {script}
                </Button>
              ))}
            </div>
          </Card>
        </Cards>
      ) : isProblem(state.error) && state.error.status === 404 ? (
        <Nothing>This fleet is a real one.</Nothing>
      ) : (
        <Waiting />
      )}
    </Page>
  );
}
