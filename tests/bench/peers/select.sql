.mode csv
.import items.csv items
.import customers.csv customers
.headers on
select i.customer, invoice, due_date, open_amount, currency, reference, description, name, email, language
from items i join (select * from customers) c on c.customer = i.customer
where due_date < '2026-11-22' and cast(open_amount as real) > 0;
