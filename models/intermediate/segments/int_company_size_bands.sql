-- One row per company size of the book, with the employees that it reaches up to.
with company_sizes as (
    select * from {{ source('book', 'company_sizes') }}
)

select
    company_size,

    employees_from,
    lead(employees_from) over (order by employees_from asc nulls last)
        as employees_below
from company_sizes
