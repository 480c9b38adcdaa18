import type { TimeZone } from "../bindings";

const zone = (name: string, offset: string): TimeZone => ({ name, offset });

export const ZONES: TimeZone[] = [
  zone("Africa/Accra", "+00:00"),
  zone("Africa/Johannesburg", "+02:00"),
  zone("Africa/Lagos", "+01:00"),
  zone("Africa/Nairobi", "+03:00"),
  zone("America/New_York", "-05:00"),
  zone("America/Sao_Paulo", "-03:00"),
  zone("Asia/Calcutta", "+05:30"),
  zone("Asia/Dubai", "+04:00"),
  zone("Asia/Kolkata", "+05:30"),
  zone("Asia/Singapore", "+08:00"),
  zone("Asia/Tokyo", "+09:00"),
  zone("Australia/Sydney", "+11:00"),
  zone("Europe/Berlin", "+01:00"),
  zone("Europe/London", "+00:00"),
  zone("Pacific/Auckland", "+13:00"),
  zone("UTC", "+00:00"),
];
