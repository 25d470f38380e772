import type { Play } from '../driver/stage.ts';
import type { Mode } from '../functions-host/listener.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { CloseStack } from './close-stack.ts';
import type { GroundOptions } from './ground.ts';
import type { KeptService } from './kept-service.ts';
import type { StartOptions } from './options.ts';
import type { Cloud, Settings } from './settings.ts';

/** The fleet that the services act on, and the time that it lives in. */
export interface World {
  readonly clocks: Pick<GroundOptions, 'clock' | 'lockClock'>;
  readonly mode: Mode;
  /** What services are set to for it. */
  readonly settings: Settings;
  openCloud(gateway: Gateway, closing: CloseStack): Promise<Cloud>;
  /** Lets the services take part in it, once they are there. */
  admit(services: readonly KeptService[], place: Place, closing: CloseStack): void;
  /** Lets its time pass, which stands still until then. */
  begin(): void;
}

/** Where people reach the product. */
export interface Place {
  readonly gateway: Gateway;
  readonly issuer: string;
}

export interface WorldOptions {
  readonly fleet?: StartOptions['fleet'];
  readonly play?: Play;
  /** Folder of all state. */
  readonly data: string;
  readonly say: (line: string) => void;
}
