// duckdb.mjs JOB OUT: DuckDB with two threads on the tables of the current folder. Prints the
// seconds of the query alone; the module is found through NODE_PATH.
import {createRequire} from 'module';
const {DuckDBInstance} = createRequire(process.env.BENCH_PEERS + '/')('@duckdb/node-api');
const [job, out] = process.argv.slice(2);
const queries = {
	version: `select version()`,
	select: `copy (select i.customer, invoice, due_date, open_amount, currency, reference, description, name, email, language
		from read_csv('items.csv', header = true) i join read_csv('customers.csv', header = true) c using (customer)
		where due_date < date '2026-11-22' and open_amount > 0) to '${out}' (header)`,
	age: `copy (select customer, currency, sum(open_amount) filter (due_date >= date '2026-11-22') as not_due,
		sum(open_amount) filter (due_date between date '2026-10-23' and date '2026-11-21') as d1_30,
		sum(open_amount) filter (due_date between date '2026-09-23' and date '2026-10-22') as d31_60,
		sum(open_amount) filter (due_date < date '2026-09-23') as older, sum(open_amount) as total
		from read_csv('items.csv', header = true) group by all order by all) to '${out}' (header)`,
	import: `copy (select AccountCode as customer, InvoiceNumber as invoice, InvoiceDate as invoice_date, DueDate as due_date,
		AmountDC as amount, OutstandingDC as open_amount, AccountName as name
		from read_csv('quoted.csv', header = true)) to '${out}' (header)`,
};
const connection = await (await DuckDBInstance.create(':memory:', {threads: '2'})).connect();
const start = performance.now();
const result = await connection.runAndReadAll(queries[job]);
console.log(job === 'version' ? result.getRows()[0][0] : ((performance.now() - start) / 1000).toFixed(3));
