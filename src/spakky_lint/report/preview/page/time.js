// Instants are seconds in UTC. A wall-clock time is an instant moved by its offset, and a day is
// the number of days since 1970-01-01, so that no Date ever has a say in which zone it is.

const HOUR = 3600;
const DAY = 86400;

function changesOfBrowser(from, until) {
  const offset = (instant) => -60 * new Date(instant * 1000).getTimezoneOffset();
  const changes = [[from, offset(from)]];
  for (let low = from; low < until; low += DAY) {
    const after = offset(low + DAY);
    if (after === offset(low)) continue;
    let [a, b] = [low, low + DAY];
    while (b - a > 1) {
      const middle = Math.floor((a + b) / 2);
      if (offset(middle) === after) b = middle;
      else a = middle;
    }
    changes.push([b, after]);
  }
  return changes;
}

function zonesToChoose() {
  const margin = 45 * DAY;
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  const zones = [{ key: "schedule", ...data.zone }];
  if (data.zone.name !== "UTC") zones.push({ key: "utc", name: "UTC", changes: [[0, 0]] });
  if (browser && !zones.some((zone) => zone.name === browser) && !/^(Etc\/)?(UTC|GMT)$/.test(browser)) {
    zones.push({ key: "browser", name: browser, changes: changesOfBrowser(Math.floor(data.start) - margin, data.last + margin) });
  }
  return zones;
}

function offsetAt(zone, instant) {
  const changes = zone.changes;
  let found = changes[0][1];
  for (let i = 1; i < changes.length && changes[i][0] <= instant; i++) found = changes[i][1];
  return found;
}

const wallOf = (instant) => instant + offsetAt(state.zone, instant);
const dayOf = (wall) => Math.floor(wall / DAY);
const hourOf = (wall) => Math.floor((wall - dayOf(wall) * DAY) / HOUR);
const weekdayOf = (day) => (((day + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
const mondayOf = (day) => day - weekdayOf(day);

function monthOf(day) {
  const date = new Date(day * DAY * 1000);
  return [date.getUTCFullYear(), date.getUTCMonth()];
}
const firstOfMonth = (year, month) => Date.UTC(year, month, 1) / 1000 / DAY;

function two(n) {
  return String(n).padStart(2, "0");
}
function clockOf(wall) {
  const second = Math.floor(wall) - dayOf(wall) * DAY;
  const [h, m, s] = [Math.floor(second / HOUR), Math.floor((second % HOUR) / 60), second % 60];
  return `${two(h)}:${two(m)}${s ? `:${two(s)}` : ""}`;
}
const hoursText = (hour) => filled(words.hours, { from: `${two(hour)}:00`, to: `${two((hour + 1) % 24)}:00` });

// Formatted as if in UTC: the day has been moved already.
function dayFormat(options) {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  return (day) => format.format(new Date(day * DAY * 1000));
}
const longDay = dayFormat({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const weekdayAndDay = dayFormat({ weekday: "long", day: "numeric", month: "long" });
const shortDay = dayFormat({ weekday: "short", day: "numeric", month: "short" });
const plainDay = dayFormat({ day: "numeric", month: "short", year: "numeric" });
const monthName = dayFormat({ month: "long", year: "numeric" });
const shortWeekday = dayFormat({ weekday: "short" });
const longWeekday = dayFormat({ weekday: "long" });
const numberOfDay = (day) => String(new Date(day * DAY * 1000).getUTCDate());

function rangeOfDays(first, last, month = "long") {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month, year: "numeric", timeZone: "UTC" });
  return format.formatRange(new Date(first * DAY * 1000), new Date(last * DAY * 1000));
}

function dateTime(instant) {
  const wall = wallOf(instant);
  return `${plainDay(dayOf(wall))} ${clockOf(wall)}`;
}
function machineTime(instant) {
  return new Date(instant * 1000).toISOString();
}

function lengthText(seconds) {
  const [value, unit] = seconds % HOUR === 0 ? [seconds / HOUR, "hour"] : [seconds / 60, "minute"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
}

// Where the clocks of the zone are changed: the days, and the hours that are skipped or come twice.
function changesOfClock(zone) {
  const days = new Map();
  const hours = new Map();
  for (let i = 1; i < zone.changes.length; i++) {
    const [instant, after] = zone.changes[i];
    const before = zone.changes[i - 1][1];
    const [from, until] = [instant + Math.min(before, after), instant + Math.max(before, after)];
    const forward = after > before;
    days.set(
      dayOf(instant + before),
      filled(forward ? words.clockForward : words.clockBack, { change: lengthText(Math.abs(after - before)) }),
    );
    for (let wall = Math.ceil(from / HOUR) * HOUR; wall + HOUR <= until; wall += HOUR) {
      hours.set(wall / HOUR, forward ? "skipped" : "twice");
    }
  }
  return { days, hours };
}
