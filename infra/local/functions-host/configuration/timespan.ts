const TIMESPAN =
  /^(?:(?<days>\d{1,8})\.)?(?<hours>\d{1,2}):(?<minutes>\d{1,2}):(?<seconds>\d{1,2})(?:\.(?<fraction>\d{1,7}))?$/;

/** Milliseconds of a .NET timespan `[d.]hh:mm:ss[.fffffff]`, or undefined when the text is none. */
export function parseTimespan(text: string): number | undefined {
  const parts = TIMESPAN.exec(text.trim())?.groups;
  if (!parts) return undefined;
  const [days, hours, minutes, seconds] = ['days', 'hours', 'minutes', 'seconds'].map((name) =>
    Number(parts[name] ?? 0),
  );
  if (days === undefined || hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = Number(`0.${parts['fraction'] ?? 0}`);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds + fraction) * 1000;
}
