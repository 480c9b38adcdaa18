/** Who can reach the listener, and how that is written as an address with a port. */
export type Reach = "here" | "network" | "other";

const HERE = "127.0.0.1";
const NETWORK = "0.0.0.0";
const HOSTS: Partial<Record<Reach, string>> = { here: HERE, network: NETWORK };

export interface Bound {
  reach: Reach;
  /** The address without its port, where it is neither of the usual ones. */
  host: string;
  port: string;
}

export function readBind(bind: string): Bound {
  const [, host = bind, port = ""] = /^(.*):(\d*)$/.exec(bind) ?? [];
  const reach = host === HERE ? "here" : host === NETWORK ? "network" : "other";
  return { reach, host: reach === "other" ? host : "", port };
}

export function writeBind({ reach, host, port }: Bound): string {
  return `${HOSTS[reach] ?? host.trim()}:${port.trim()}`;
}
