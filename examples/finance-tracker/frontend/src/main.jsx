import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import * as api from "./api.js";

function Login({ onDone }) {
  const [problem, setProblem] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    try {
      await api.login(form.get("name"), form.get("password"));
      onDone();
    } catch (error) {
      setProblem(error.status === 429 ? "Too many attempts: wait a minute." : "Name or password is wrong.");
    }
  };
  return (
    <form onSubmit={submit}>
      <input name="name" placeholder="Name" autoComplete="username" required />
      <input name="password" type="password" placeholder="Password" autoComplete="current-password" required />
      <button>Sign in</button>
      <span className="problem" role="alert">{problem}</span>
    </form>
  );
}

function Ledger({ onLeave }) {
  const [rows, setRows] = useState([]);
  const [problem, setProblem] = useState("");
  const load = () => api.transactions().then(setRows, (error) => setProblem(error.message));
  useEffect(() => { load(); }, []);

  const submit = async (event) => {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    try {
      await api.add(data.get("category"), data.get("amount"));
      form.reset();
      setProblem("");
      await load();
    } catch (error) {
      setProblem(error.message);
    }
  };

  return (
    <>
      <form onSubmit={submit}>
        <input name="category" placeholder="Category" maxLength="60" required />
        <input name="amount" type="number" step="0.01" placeholder="Amount" required />
        <button>Add</button>
        <button type="button" onClick={() => api.logout().then(onLeave)}>Sign out</button>
      </form>
      <p className="problem" role="alert">{problem}</p>
      <table>
        <thead>
          <tr><th>Day</th><th>Category</th><th className="amount">Amount</th></tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}><td>{row.day}</td><td>{row.category}</td><td className="amount">{row.amount}</td></tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function App() {
  const [signedIn, setSignedIn] = useState(null);
  useEffect(() => { api.session().then((state) => setSignedIn(state.signedIn), () => setSignedIn(false)); }, []);
  return (
    <>
      <h1>Finance tracker</h1>
      {signedIn === true && <Ledger onLeave={() => setSignedIn(false)} />}
      {signedIn === false && <Login onDone={() => setSignedIn(true)} />}
    </>
  );
}

createRoot(document.getElementById("app")).render(<App />);
