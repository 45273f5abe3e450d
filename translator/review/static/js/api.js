/** Talking to the workbench's server. */

/** The server said no: `status`, and what it said. */
export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.problem ?? `HTTP ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

/** The server cannot be reached. */
export class Unreachable extends Error {}

async function answered(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Unreachable();
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}

export function get(path, query = {}) {
  const search = new URLSearchParams(query).toString();
  return answered(fetch(`/api/${path}${search ? `?${search}` : ""}`));
}

export function post(path, body = {}, signal = undefined) {
  return answered(fetch(`/api/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  }));
}

export function upload(path, query, data) {
  return answered(fetch(`/api/${path}?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: data,
  }));
}

/** Saves what the server answers as a file. */
export async function download(path, query) {
  let response;
  try {
    response = await fetch(`/api/${path}?${new URLSearchParams(query)}`);
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) throw new Refusal(response.status, await response.json().catch(() => ({})));
  const disposition = response.headers.get("content-disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  const name = encoded ? decodeURIComponent(encoded) : /filename="([^"]+)"/.exec(disposition)?.[1] ?? "export";
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return name;
}

/**
 * Listens to the server's news.
 * @param {Object<string, function(any): void>} listeners by kind of message; `open` and `lost` tell of the connection
 */
export function listen(listeners) {
  const source = new EventSource("/api/events");
  source.onopen = () => listeners.open?.();
  source.onerror = () => listeners.lost?.();
  for (const [kind, listener] of Object.entries(listeners)) {
    if (kind !== "open" && kind !== "lost") source.addEventListener(kind, (event) => listener(JSON.parse(event.data)));
  }
}
