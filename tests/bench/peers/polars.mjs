// polars.mjs JOB OUT: as duckdb.mjs.
import {createRequire} from 'module';
const pl = createRequire(process.env.BENCH_PEERS + '/')('nodejs-polars');
const [job, out] = process.argv.slice(2);
const jobs = {
	version: () => ({writeCSV() {}}),
	select: () => pl.scanCSV('items.csv')
		.filter(pl.col('due_date').lt(pl.lit('2026-11-22')).and(pl.col('open_amount').gt(0)))
		.join(pl.scanCSV('customers.csv'), {on: 'customer'})
		.select('customer', 'invoice', 'due_date', 'open_amount', 'currency', 'reference', 'description', 'name', 'email', 'language')
		.collectSync(),
	import: () => pl.scanCSV('quoted.csv')
		.select('AccountCode', 'InvoiceNumber', 'InvoiceDate', 'DueDate', 'AmountDC', 'OutstandingDC', 'AccountName')
		.collectSync(),
};
const start = performance.now();
jobs[job]().writeCSV(out);
console.log(job === 'version' ? pl.version ?? '' : ((performance.now() - start) / 1000).toFixed(3));
