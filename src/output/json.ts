/** The JSON formats: the response as protobuf's JSON mapping writes it, one object a line. */

import { messageToJson } from '../flow/codec/json.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { FlowFormat } from './flow-format.ts';

function line(response: GetFlowsResponse): string {
  return `${messageToJson('observer.GetFlowsResponse', response)}\n`;
}

/** Returns the format `json` and `jsonpb`: whole responses, node status too. */
export function createJsonFormat(): FlowFormat {
  return {
    flow: (_flow, response) => line(response),
    lostEvents: (_lost, response) => line(response),
    nodeStatus: (_status, response) => line(response),
    end: () => '',
  };
}

/**
 * Returns the format of `json` under `HUBBLE_COMPAT=legacy-json-output`: the bare flow or lost event, and nothing for a
 * node status.
 */
export function createLegacyJsonFormat(): FlowFormat {
  return {
    flow: (flow) => `${messageToJson('flow.Flow', flow)}\n`,
    lostEvents: (lost) => `${messageToJson('flow.LostEvent', lost)}\n`,
    nodeStatus: () => '',
    end: () => '',
  };
}
