import { type Account, definitionStamp, nextResource, type Offer } from './account.ts';
import { definitionAnswer, listAnswer } from './answers.ts';
import { badRequest, notFound } from './errors.ts';
import { isObject, type Json } from './json.ts';
import { type Answer, type Call, objectBody, type RequestHeaders } from './protocol.ts';
import { offerResourceId } from './resource-id.ts';

/** Manual or autoscale throughput, in RU/s. */
export type ProvisionedThroughput = Offer['content'];

/** What a container gets when nobody says how much. */
export const DEFAULT_THROUGHPUT: ProvisionedThroughput = { offerThroughput: 400 };

/** The throughput that the headers of a creation ask for. Throws 400 for one that cannot be had. */
export function requestedThroughput(headers: RequestHeaders): ProvisionedThroughput | undefined {
  const autopilot = headers['x-ms-cosmos-offer-autopilot-settings'];
  if (autopilot !== undefined) return throughputOf({ offerAutopilotSettings: parse(autopilot) });
  const manual = headers['x-ms-offer-throughput'];
  return manual === undefined ? undefined : throughputOf({ offerThroughput: Number(manual) });
}

/** Notes the throughput of a database or container. */
export function provision(
  account: Account,
  owner: { readonly _rid: string; readonly _self: string },
  content: ProvisionedThroughput,
): void {
  const number = nextResource(account);
  const id = offerResourceId(number);
  const offer: Offer = {
    id,
    _rid: id,
    _self: `offers/${id}/`,
    ...definitionStamp(account, number),
    offerVersion: 'V2',
    offerType: 'Invalid',
    resource: owner._self,
    offerResourceId: owner._rid,
    content,
  };
  account.offers.set(owner._rid, offer);
  account.journal.noteOffer(offer);
}

export function dropOffer(account: Account, ownerResourceId: string): void {
  const offer = account.offers.get(ownerResourceId);
  if (!offer) return;
  account.offers.delete(ownerResourceId);
  account.journal.dropOffer(offer);
}

export const listOffers = (account: Account, call: Call): Answer =>
  listAnswer(
    'Offers',
    '',
    [...account.offers.values()].map((offer): Json => ({ ...offer })),
    call,
  );

export const readOffer = (account: Account, id: string): Answer => definitionAnswer(200, offerOf(account, id));

/** Changes the throughput. */
export function replaceOffer(account: Account, id: string, call: Call): Answer {
  const offer = offerOf(account, id);
  const body = objectBody(call);
  if ((body['_rid'] ?? offer._rid) !== offer._rid) throw badRequest('The resource id of an offer cannot be changed.');
  const content = throughputOf(body['content']);
  const replaced: Offer = { ...offer, content, ...definitionStamp(account, nextResource(account)) };
  account.offers.set(offer.offerResourceId, replaced);
  account.journal.noteOffer(replaced);
  return definitionAnswer(200, replaced);
}

function offerOf(account: Account, id: string): Offer {
  for (const offer of account.offers.values()) if (offer.id === id) return offer;
  throw notFound('Resource Not Found');
}

function throughputOf(content: Json | undefined): ProvisionedThroughput {
  const settings = isObject(content) ? content : {};
  const autopilot = settings['offerAutopilotSettings'];
  if (isObject(autopilot)) {
    const maxThroughput = requestUnits(autopilot['maxThroughput'], 1000);
    return { offerThroughput: maxThroughput / 10, offerAutopilotSettings: { maxThroughput } };
  }
  return { offerThroughput: requestUnits(settings['offerThroughput'], DEFAULT_THROUGHPUT.offerThroughput) };
}

function requestUnits(value: Json | undefined, least: number): number {
  if (typeof value === 'number' && value >= least && value % 100 === 0) return value;
  throw badRequest(`The throughput must be at least ${least} RU/s, in steps of 100.`);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The autoscale settings are not JSON.');
  }
}
