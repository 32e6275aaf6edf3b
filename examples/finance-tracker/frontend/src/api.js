export class Refused extends Error {
  constructor(status) {
    super(`The server answered ${status}`);
    this.status = status;
  }
}

async function call(method, path, body) {
  const answer = await fetch(`/api/${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) throw new Refused(answer.status);
  return answer.headers.get("Content-Type")?.includes("json") ? answer.json() : null;
}

export const session = () => call("GET", "session");
export const login = (name, password) => call("POST", "login", { name, password });
export const logout = () => call("POST", "logout", {});
export const transactions = () => call("GET", "transactions");
export const add = (category, amount) => call("POST", "transactions", { category, amount });
