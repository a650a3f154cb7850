create schema apimart_video;

-- One row. Whoever adds entries holds it, from the first statement of a call to that call's own commit.
create table apimart_video.info (
    only_row boolean primary key default true check (only_row),
    version int not null,
    head bigint not null default 0,
    generation bigint not null default 1,
    dead_after interval not null default '60 seconds'
);
insert into apimart_video.info (version) values (1);

-- The same entries as the lines of a journal's file, in the order in which they were committed.
create table apimart_video.events (
    seq bigint primary key,
    key text,
    line text not null
);

-- What was claimed. A state never goes back to one in which the row could be sent by somebody else.
create table apimart_video.rows (
    key text primary key,
    server text not null,
    job text,
    digest text,
    occurrence int not null,
    take int not null,
    attempt int not null,
    state text not null check (state in ('submitting', 'accepted', 'unknown', 'refused', 'notExecuted')),
    writer text,
    worker text,
    claim uuid,
    seq bigint not null,
    unique (server, job, digest, occurrence, take, attempt)
);

create table apimart_video.writers (
    id text primary key,
    machine text not null,
    seen timestamptz not null,
    ended boolean not null default false
);

create table apimart_video.budgets (
    server text not null,
    job text not null,
    spent numeric not null default 0,
    primary key (server, job)
);

-- What each row counts in its job's budget: what was set aside for it, or what was charged.
create table apimart_video.charges (
    key text primary key,
    server text not null,
    job text not null,
    cost numeric not null
);

create function apimart_video.is_alive(p_writer text) returns boolean language sql volatile as $$
    select exists (
        select from apimart_video.writers w, apimart_video.info i
        where w.id = p_writer and not w.ended and w.seen > clock_timestamp() - i.dead_after)
$$;

-- Shows that a writer lives. Who said farewell stays away.
create function apimart_video.see(p_writer text, p_machine text) returns void language sql volatile as $$
    insert into apimart_video.writers as w (id, machine, seen) values (p_writer, p_machine, clock_timestamp())
    on conflict (id) do update set seen = clock_timestamp() where not w.ended
$$;

-- Adds groups of entries. A group whose claim is lost to another adds nothing and is told in p_lost. The commit is the procedure's
-- own: a client that is stopped or cut off holds nothing.
create procedure apimart_video.append(p_writer text, p_machine text, p_entries json, inout p_lost text)
language plpgsql as $$
declare
    e record;
    v_head bigint;
    v_line text;
    v_key text;
    v_lost int[] := '{}';
    v_passed int[] := '{}';
begin
    perform pg_catalog.set_config('synchronous_commit', 'on', true);
    select head into v_head from apimart_video.info for update;
    perform apimart_video.see(p_writer, p_machine);
    for e in select * from json_to_recordset(p_entries) as entry (
        part int, kind text, key text, server text, job text, digest text, occurrence int, take int, attempt int, claim uuid, seen bigint,
        owner text, line text, stray text)
    loop
        continue when e.part = any (v_lost) or e.part = any (v_passed);
        v_line := e.line;
        v_key := e.key;
        if e.kind in ('intent', 'repeat') then
            if e.kind = 'intent' then
                insert into apimart_video.rows (key, server, job, digest, occurrence, take, attempt, state, writer, worker, claim, seq)
                values (v_key, e.server, e.job, e.digest, e.occurrence, e.take, e.attempt, 'submitting', p_writer, p_writer, e.claim, v_head + 1)
                on conflict do nothing;
            else
                update apimart_video.rows set state = 'submitting', writer = p_writer, worker = p_writer, claim = e.claim, seq = v_head + 1
                where key = v_key and seq = e.seen
                    and (state in ('unknown', 'notExecuted') or (state = 'submitting' and not apimart_video.is_alive(writer)));
            end if;
            if not found then
                -- The same claim, sent again because its commit was not heard of, is no other's.
                if exists (select from apimart_video.rows where key = v_key and claim = e.claim) then
                    v_passed := v_passed || e.part;
                else
                    v_lost := v_lost || e.part;
                end if;
                continue;
            end if;
        elsif e.kind = 'died' then
            update apimart_video.rows set state = 'unknown', seq = v_head + 1
            where key = v_key and seq = e.seen and state = 'submitting' and not apimart_video.is_alive(writer);
            if not found then
                v_lost := v_lost || e.part;
                continue;
            end if;
        elsif e.kind = 'accepted' then
            update apimart_video.rows set state = 'accepted', seq = v_head + 1 where key = v_key;
            if not found then
                v_line := e.stray;
                v_key := null;
            end if;
        elsif e.kind in ('unknown', 'refused', 'notExecuted') then
            -- Only the one who sends knows; and what it knows of a sending says nothing of the next one.
            update apimart_video.rows set state = e.kind, seq = v_head + 1
            where key = v_key and writer = e.owner and state in ('submitting', 'unknown');
            if not found then
                v_line := e.stray;
                v_key := null;
            elsif e.kind <> 'unknown' then
                update apimart_video.budgets b set spent = b.spent - c.cost
                from apimart_video.charges c where c.key = v_key and b.server = c.server and b.job = c.job;
                update apimart_video.charges set cost = 0 where key = v_key;
            end if;
        end if;
        if v_line is not null then
            v_head := v_head + 1;
            insert into apimart_video.events (seq, key, line) values (v_head, v_key, v_line);
        end if;
    end loop;
    update apimart_video.info set head = v_head;
    p_lost := array_to_string(v_lost, ',');
    commit;
end
$$;

-- Lets other entries take the place of all that are there, unless one was added since they were looked at.
create procedure apimart_video.rewrite(p_head bigint, p_generation bigint, p_lines json, p_rows json, inout p_done text)
language plpgsql as $$
begin
    perform pg_catalog.set_config('synchronous_commit', 'on', true);
    perform 1 from apimart_video.info where head = p_head and generation = p_generation for update;
    p_done := found::text;
    if found then
        delete from apimart_video.events;
        insert into apimart_video.events (seq, key, line)
        select p_head + l.at, l.key, l.line
        from rows from (json_to_recordset(p_lines) as (line text, key text)) with ordinality as l (line, key, at);
        delete from apimart_video.rows o where not exists (select from json_to_recordset(p_rows) as r (key text) where r.key = o.key);
        delete from apimart_video.charges o where not exists (select from json_to_recordset(p_rows) as r (key text) where r.key = o.key);
        insert into apimart_video.rows (key, server, job, digest, occurrence, take, attempt, state, writer, worker, seq)
        select r.key, r.server, r.job, r.digest, r.occurrence, r.take, r.attempt, r.state, r.writer, r.writer, p_head + r.last
        from json_to_recordset(p_rows) as r (
            key text, server text, job text, digest text, occurrence int, take int, attempt int, state text, writer text, last int)
        on conflict (key) do update set state = excluded.state, seq = excluded.seq;
        update apimart_video.budgets b set spent = coalesce((
            select sum(c.cost) from apimart_video.charges c where c.server = b.server and c.job = b.job), 0);
        update apimart_video.info set head = p_head + json_array_length(p_lines), generation = generation + 1;
    end if;
    commit;
end
$$;

-- Keeps what a job has spent from all others until the call ends.
create function apimart_video.hold_budget(p_server text, p_job text) returns void language sql volatile as $$
    insert into apimart_video.budgets (server, job) values (p_server, p_job) on conflict do nothing;
    select from apimart_video.budgets where server = p_server and job = p_job for update
$$;

-- What a job's rows count, where that is not known here or the row has not changed since it was counted.
create procedure apimart_video.count_job(p_server text, p_job text, p_head bigint, p_costs json, inout p_spent text)
language plpgsql as $$
begin
    perform pg_catalog.set_config('synchronous_commit', 'on', true);
    perform apimart_video.hold_budget(p_server, p_job);
    insert into apimart_video.charges as c (key, server, job, cost)
    select n.key, p_server, p_job, n.value::numeric from json_each_text(p_costs) as n (key, value)
    on conflict (key) do update set cost = excluded.cost
    where exists (select from apimart_video.rows r where r.key = c.key and r.seq <= p_head);
    update apimart_video.budgets set spent = coalesce((
        select sum(c.cost) from apimart_video.charges c where c.server = p_server and c.job = p_job), 0)
    where server = p_server and job = p_job
    returning spent::text into p_spent;
    commit;
end
$$;

-- Sets a row's price aside, unless the job would pass its limit.
create procedure apimart_video.reserve(
    p_server text, p_job text, p_key text, p_cost numeric, p_cap numeric, inout p_spent text, inout p_granted text)
language plpgsql as $$
declare
    v_former numeric;
begin
    perform pg_catalog.set_config('synchronous_commit', 'on', true);
    perform apimart_video.hold_budget(p_server, p_job);
    select coalesce(sum(cost), 0) into v_former from apimart_video.charges where key = p_key;
    update apimart_video.budgets set spent = spent - v_former + p_cost
    where server = p_server and job = p_job and spent - v_former + p_cost <= p_cap
    returning spent::text into p_spent;
    p_granted := found::text;
    if found then
        insert into apimart_video.charges (key, server, job, cost) values (p_key, p_server, p_job, p_cost)
        on conflict (key) do update set cost = excluded.cost;
    else
        select (spent - v_former)::text into p_spent from apimart_video.budgets where server = p_server and job = p_job;
    end if;
    commit;
end
$$;

-- Takes a row over for waiting and saving, unless another who lives works on it, whose machine is told.
create procedure apimart_video.work_on(p_key text, p_writer text, p_own text, inout p_machine text)
language plpgsql as $$
begin
    p_machine := null;
    perform apimart_video.see(p_writer, p_own);
    perform 1 from apimart_video.rows where key = p_key for update;
    select w.machine into p_machine from apimart_video.rows r join apimart_video.writers w on w.id = r.worker
    where r.key = p_key and r.worker <> p_writer and apimart_video.is_alive(r.worker);
    if found then
        p_machine := nullif(p_machine, p_own);
    else
        update apimart_video.rows set worker = p_writer where key = p_key and worker is distinct from p_writer;
    end if;
    commit;
end
$$;
