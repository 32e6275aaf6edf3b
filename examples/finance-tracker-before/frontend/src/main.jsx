import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

function App() {
  const [rows, setRows] = useState([]);
  const [category, setCategory] = useState("");
  const [amount, setAmount] = useState("");

  useEffect(() => {
    fetch("/api/transactions").then((answer) => answer.json()).then(setRows);
  }, []);

  const add = async (event) => {
    event.preventDefault();
    const answer = await fetch("/api/transactions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ category, amount }),
    });
    setRows(await answer.json());
  };

  return (
    <main>
      <h1>Finance tracker</h1>
      <form onSubmit={add}>
        <input placeholder="Category" value={category} onChange={(e) => setCategory(e.target.value)} />
        <input placeholder="Amount" value={amount} onChange={(e) => setAmount(e.target.value)} />
        <button>Add</button>
      </form>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{row.day}</td>
              <td>{row.category}</td>
              <td>{row.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}

createRoot(document.getElementById("app")).render(<App />);
