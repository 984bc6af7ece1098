-- The schema that the migrations make; written by `npm run schema`, compared by the tests.

CREATE OR REPLACE FUNCTION public.app_erasing()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select current_setting('app.erasing', true) = 'on' and current_user <> 'counterfoil_app'
$function$
;

CREATE OR REPLACE FUNCTION public.app_first_id(day date)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((lpad(to_hex(((EXTRACT(epoch FROM day) * (1000)::numeric))::bigint), 12, '0'::text) || '70008000000000000000'::text))::uuid
;

CREATE OR REPLACE FUNCTION public.app_fold(text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
begin
  -- No character beyond ASCII.
  if octet_length($1) = char_length($1) then return lower($1); end if;
  return replace(replace(replace(translate(
    lower(regexp_replace(normalize($1, NFD), '[' || U&'\0300' || '-' || U&'\036F\093C' || ']', '', 'g')),
    'øłđħıŧςँ०१२३४५६७८९٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９',
    'oldhitσं0123456789012345678901234567890123456789'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
end $function$
;

CREATE OR REPLACE FUNCTION public.app_limit_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.limit_id'::text, true), ''::text))::uuid
;

CREATE OR REPLACE FUNCTION public.app_organization_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid
;

CREATE OR REPLACE FUNCTION public.app_refuse(code text)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = 'CF001', message = code;
end $function$
;

CREATE OR REPLACE FUNCTION public.assume_one_organization(t regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('server_version_num')::int >= 180000 then
    perform pg_restore_attribute_stats('schemaname', n.nspname::text, 'relname', c.relname::text,
      'attname', 'organization_id', 'inherited', c.relkind = 'p',
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = t;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.audit_entry_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.organization_id, new.id, new.at, new.actor_kind, new.actor_id, new.action, new.subject_type, new.subject_id,
      new.request_id, new.xact)
    is distinct from
     (old.organization_id, old.id, old.at, old.actor_kind, old.actor_id, old.action, old.subject_type, old.subject_id,
      old.request_id, old.xact)
    or not app_erasing()
  then
    raise exception 'audit_entry is append-only: who, what and when stay' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.coffee_alarm_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform tell_webhooks(new.organization_id,
    case when new.cleared_at is null then 'coffee.alarm.opened' else 'coffee.alarm.cleared' end,
    'coffee.alarm', new.id, coalesce(new.cleared_at, new.last_at));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.coffee_commands_due(now timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT c.organization_id
    FROM coffee_command c
   WHERE (c.due_at <= coffee_commands_due.now);
END
;

CREATE OR REPLACE FUNCTION public.coffee_copy_bins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update coffee_machine m set bins = coalesce((
    select jsonb_agg(jsonb_build_array(b.position, b.capacity_milli, b.threshold_milli) order by b.position)
    from coffee_bin b where b.organization_id = m.organization_id and b.machine_id = m.id), '[]')
  where (m.organization_id, m.id) in (select c.organization_id, c.machine_id from changed c);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.coffee_figures(online_since timestamp with time zone, from_on date, to_on date)
 RETURNS TABLE(what text, state text, sold_on date, count bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT 'machines'::text,
         CASE
             WHEN (m.last_seen_at IS NULL) THEN 'waiting'::text
             WHEN ((m.last_seen_at >= coffee_figures.online_since) AND (m.offline_at IS NULL)) THEN 'online'::text
             ELSE 'offline'::text
         END AS "case",
     NULL::date AS date,
     count(*) AS count
    FROM coffee_machine m
   WHERE (m.state = 'active'::text)
   GROUP BY
         CASE
             WHEN (m.last_seen_at IS NULL) THEN 'waiting'::text
             WHEN ((m.last_seen_at >= coffee_figures.online_since) AND (m.offline_at IS NULL)) THEN 'online'::text
             ELSE 'offline'::text
         END
 UNION ALL
  SELECT 'commands'::text,
     c.state,
     NULL::date,
     count(*) AS count
    FROM coffee_command c
   WHERE (c.ended_at IS NULL)
   GROUP BY c.state
 UNION ALL
  SELECT 'orders'::text,
     o.time_zone,
     d.sold_on,
     sum(d.orders) AS sum
    FROM (organization o
      JOIN coffee_day d ON (((d.organization_id = o.id) AND (d.scope_id = o.id) AND ((d.sold_on >= coffee_figures.from_on) AND (d.sold_on <= coffee_figures.to_on)))))
   GROUP BY o.time_zone, d.sold_on;
END
;

CREATE OR REPLACE FUNCTION public.coffee_machines_with_serial(wanted text)
 RETURNS TABLE(organization_id uuid, device_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT m.organization_id,
     m.device_id
    FROM (coffee_machine m
      JOIN organization o ON ((o.id = m.organization_id)))
   WHERE ((lower(m.serial) = lower(coffee_machines_with_serial.wanted)) AND (m.state = 'active'::text) AND (m.device_id IS NOT NULL) AND ('coffee'::text = ANY (o.modules)))
  LIMIT 20;
END
;

CREATE OR REPLACE FUNCTION public.coffee_notices_due(now timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT a.organization_id
    FROM coffee_alarm a
   WHERE (a.notify_at <= coffee_notices_due.now);
END
;

CREATE OR REPLACE FUNCTION public.coffee_rollouts_due()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT r.organization_id
    FROM coffee_rollout r
   WHERE ((r.ended_at IS NULL) AND (r.state <> 'paused'::text));
END
;

CREATE OR REPLACE FUNCTION public.coffee_status_due(until timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT m.organization_id
    FROM coffee_machine m
   WHERE ((m.kept_at IS NOT NULL) AND (NOT (EXISTS ( SELECT
            FROM coffee_status_progress p
           WHERE ((p.organization_id = m.organization_id) AND (p.through_at = coffee_status_due.until))))));
END
;

CREATE OR REPLACE FUNCTION public.coffee_watch_due()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT m.organization_id
    FROM coffee_machine m
   WHERE (m.last_seen_at IS NOT NULL);
END
;

CREATE OR REPLACE FUNCTION public.delete_keys()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  execute format('delete from %s k using gone g where k.organization_id = g.organization_id and k.id = g.id and %s',
    tg_argv[0], (select string_agg(format('k.%1$s = g.%1$s', c), ' and ') from unnest(tg_argv[1:]) c));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.document_is_immutable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a document is never changed or deleted' using errcode = 'restrict_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.drop_months(t regclass, day date, empty boolean DEFAULT false)
 RETURNS integer
 LANGUAGE plpgsql
 SET lock_timeout TO '3s'
AS $function$
declare
  old regclass[] := '{}';
  part regclass;
  filled boolean;
  first uuid;
begin
  perform pg_advisory_xact_lock(7301003);
  for part in
    select m.part from months_of(t) m
    where m.month + interval '1 month' <= day and m.month < (select max(n.month) from months_of(t) n)
    order by m.month
  loop
    if empty then
      execute format('lock table %s, %s_before in share mode', part, t);
      execute format('select exists (select from %s) or exists (select from %s_before)', part, t) into filled;
      exit when filled;
    end if;
    old := old || part;
  end loop;
  if old = '{}' then
    return 0;
  end if;
  select app_first_id(min(m.month)) into first from months_of(t) m where m.part <> all (old);
  -- Before the whole table is locked, since it takes longer than all the rest.
  if to_regclass(t || '_key') is not null then
    execute format('delete from %s_key where id < %L', t, first);
  end if;
  foreach part in array old loop
    execute format('drop table %s', part);
  end loop;
  execute format('drop table %s_before', t);
  execute format('create table %s_before partition of %s for values from (minvalue) to (%L)', t, t, first);
  perform guard_partition(t, format('%s_before', t)::regclass);
  return cardinality(old);
end $function$
;

CREATE OR REPLACE FUNCTION public.electricity_alert_told()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform tell_webhooks(new.organization_id,
    case when new.cleared_at is null then 'electricity.alert.opened' else 'electricity.alert.cleared' end,
    'electricity.alert', new.id, coalesce(new.cleared_at, new.opened_at));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.electricity_count_bought()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update electricity_balance b set bought = b.bought + 1
  where b.organization_id = new.organization_id and b.meter_id = new.meter_id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.electricity_due(now timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT p.organization_id
    FROM electricity_purchase p
   WHERE ((p.state = 'open'::text) AND (p.expires_at <= electricity_due.now));
END
;

CREATE OR REPLACE FUNCTION public.electricity_entry_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if to_jsonb(new) - 'reason' - 'actor_name' <> to_jsonb(old) - 'reason' - 'actor_name' or not app_erasing() then
    raise exception 'electricity_entry is append-only' using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.electricity_look_due(looked_at timestamp with time zone, seen_at timestamp with time zone, updated_at timestamp with time zone, now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((looked_at IS NULL) OR (seen_at <> updated_at) OR ((looked_at < (now - '01:00:00'::interval)) OR (looked_at > now)))
;

CREATE OR REPLACE FUNCTION public.electricity_notice_due(now timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT n.organization_id
    FROM electricity_notice n
   WHERE ((n.state = 'waiting'::text) AND (n.due_at <= electricity_notice_due.now));
END
;

CREATE OR REPLACE FUNCTION public.electricity_tokens_asked()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT t.organization_id
    FROM electricity_token t
   WHERE (t.state = 'asked'::text);
END
;

CREATE OR REPLACE FUNCTION public.electricity_watch_due(now timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT m.organization_id
    FROM ((electricity_meter m
      JOIN electricity_balance b ON (((b.organization_id = m.organization_id) AND (b.meter_id = m.id))))
      LEFT JOIN electricity_watch w ON (((w.organization_id = m.organization_id) AND (w.meter_id = m.id))))
   WHERE ((m.customer_id IS NOT NULL) AND electricity_look_due(w.looked_at, w.seen_at, b.updated_at, electricity_watch_due.now));
END
;

CREATE OR REPLACE FUNCTION public.electricity_with_members()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT r.organization_id
    FROM electricity_member r;
END
;

CREATE OR REPLACE FUNCTION public.exhibition_bill_code()
 RETURNS text
 LANGUAGE sql
RETURN (SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTVWXYZ'::text, (1 + (floor((random() * (30)::double precision)))::integer), 1), ''::text) AS string_agg FROM generate_series(1, 6) generate_series(generate_series))
;

CREATE OR REPLACE FUNCTION public.exhibition_bill_line_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  free text[] := array['returned_milli', 'returned_minor'];
begin
  if tg_op = 'DELETE' then
    raise exception 'a line of a bill is never deleted; void the bill';
  end if;
  if app_erasing() then
    free := free || 'name';
  end if;
  if to_jsonb(new) - free <> to_jsonb(old) - free then
    raise exception 'a line of a bill is never edited; void the bill';
  end if;
  if new.returned_milli < old.returned_milli or new.returned_minor < old.returned_minor then
    raise exception 'what came back of a line is never taken off again';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_bill_place()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  select c.exhibition_id into new.exhibition_id from exhibition_customer c
  where c.organization_id = new.organization_id and c.id = new.customer_id;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_bill_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  -- The state is computed after this trigger.
  free text[] := array['description', 'discount_reason', 'void_reason', 'state'];
begin
  if tg_op = 'DELETE' then
    raise exception 'a bill is never deleted; void it';
  end if;
  if app_erasing() and to_jsonb(new) - free = to_jsonb(old) - free then
    return new;
  end if;
  if old.voided_at is not null
    or (new.organization_id, new.id, new.customer_id, new.exhibition_id, new.stall_id, new.commission_basis_points,
        new.code, new.amount_minor, new.currency, new.description, new.discount_minor, new.discount_reason,
        new.rounding_minor, new.taxes, new.created_at, new.created_by_id)
      is distinct from
      (old.organization_id, old.id, old.customer_id, old.exhibition_id, old.stall_id, old.commission_basis_points,
        old.code, old.amount_minor, old.currency, old.description, old.discount_minor, old.discount_reason,
        old.rounding_minor, old.taxes, old.created_at, old.created_by_id)
  then
    raise exception 'a bill is never edited; void it';
  end if;
  if new.voided_at is not null and new.paid_minor > new.refunded_minor then
    raise exception 'a bill with money in it is not voided; give the money back first';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_credit_movement_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a movement of store credit is never changed';
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_few_customers(patterns text[], in_exhibition uuid, created_from uuid, created_to uuid, after uuid, how_many integer)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  first uuid := coalesce(created_from, '00000000-0000-0000-0000-000000000000');
  beyond uuid := least(coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    coalesce(created_to, 'ffffffff-ffff-ffff-ffff-ffffffffffff'));
  customers real := (select reltuples from pg_class where oid = 'exhibition_customer'::regclass);
  rare text[] := array(select r from (select exhibition_rare_part(p) from unnest(patterns) p) x(r) where r is not null);
  hits uuid[];
begin
  if customers <= 300 or (rare = '{}' and (customers > 5000 or not exhibition_has_trigram(patterns))) then
    return null;
  end if;
  hits := exhibition_gather_customers(patterns, rare, in_exhibition, first, beyond);
  return case cardinality(hits) when 0 then hits when 1 then hits when 2001 then null
    else array(select h from unnest(hits) h order by h desc limit how_many) end;
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_find_bills(pattern text, after uuid, how_many integer)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  org uuid := app_organization_id();
begin
  return query
    select b.id from exhibition_bill b
    where b.organization_id = org and (after is null or b.id < after) and b.id in (
      select d.id from exhibition_bill d
      where d.description <> '' and app_fold(d.description) like pattern and d.organization_id = org
      union
      select x.id from exhibition_bill x
      where x.organization_id = org
        and x.customer_id in (
          select f.id from exhibition_find_customers(array[pattern], null, null, null, null, 500) f))
    order by b.id desc limit how_many;
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_find_customers(patterns text[], in_exhibition uuid, created_from uuid, created_to uuid, after uuid, how_many integer)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  org uuid := app_organization_id();
  first uuid := coalesce(created_from, '00000000-0000-0000-0000-000000000000');
  beyond uuid := least(coalesce(after, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    coalesce(created_to, 'ffffffff-ffff-ffff-ffff-ffffffffffff'));
  hits uuid[] := exhibition_few_customers(patterns, in_exhibition, created_from, created_to, after, how_many);
  looked_at int;
  rest uuid;
  walk boolean := false;
begin
  if hits is null then
    select coalesce(array_agg(n.id order by n.id desc) filter (where n.search_text like all (patterns)), '{}'), count(*)
    into hits, looked_at
    from (
      select c.id, c.search_text from exhibition_customer c
      where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition)
        and c.id >= first and c.id < beyond
      order by c.id desc limit 5000) n;
    if looked_at = 5000 and cardinality(hits) between 7 and how_many - 1 then
      select c.id into rest from exhibition_customer c
      where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition)
        and c.id >= first and c.id < beyond
      order by c.id desc offset 4999 limit 1;
      hits := hits || array(
        select n.id from (
          select c.id, c.search_text from exhibition_customer c
          where c.organization_id = org and (in_exhibition is null or c.exhibition_id = in_exhibition)
            and c.id >= first and c.id < rest
          order by c.id desc limit 31000) n
        where n.search_text like all (patterns) limit how_many - cardinality(hits));
    end if;
    walk := looked_at = 5000 and cardinality(hits) < how_many;
    if walk and exhibition_has_trigram(patterns) then
      hits := exhibition_gather_customers(patterns, '{}', in_exhibition, first, beyond);
      walk := cardinality(hits) > 2000;
    end if;
  end if;
  if not walk then
    return query select h from unnest(hits) h order by h desc limit how_many;
  else
    return query
      select c.id from exhibition_customer c
      where c.organization_id = org and c.search_text like all (patterns)
        and (in_exhibition is null or c.exhibition_id = in_exhibition) and c.id >= first and c.id < beyond
      order by c.id desc limit how_many;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_gather_customers(patterns text[], rare text[], in_exhibition uuid, first uuid, beyond uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_indexscan TO 'off'
AS $function$
declare
  org uuid := app_organization_id();
  asked text[] := case when rare = '{}' then array(select p from unnest(patterns) p order by char_length(p) desc limit 3)
    else rare end;
  one text := asked[1];
  two text := coalesce(asked[2], '%');
  three text := coalesce(asked[3], '%');
begin
  return array(
    select c.id from exhibition_customer c
    where c.search_text like one and c.search_text like two and c.search_text like three
      and c.search_text like all (patterns) and c.organization_id is not distinct from org
      and (in_exhibition is null or c.exhibition_id = in_exhibition)
      and (c.id >= first) is true and (c.id < beyond) is true
    limit 2001);
end $function$
;

CREATE OR REPLACE FUNCTION public.exhibition_has_trigram(patterns text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select max(char_length(p)) >= 5 from unnest(patterns) p
$function$
;

CREATE OR REPLACE FUNCTION public.exhibition_rare_part(pattern text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case
    when pattern ~ '[[:alnum:]]{3}@.' then regexp_replace(pattern, '@.*', '@%')
    when pattern ~ '[0-9]{9}%$' then '%' || right(pattern, 7)
    when pattern ~ '^%[2-9a-hjkmnp-z]{8}%$' and pattern ~ '[2-9]' and pattern ~ '[a-z]' then pattern end
$function$
;

CREATE OR REPLACE FUNCTION public.exhibition_same_customers(in_exhibition uuid, codes text[], emails text[], phones text[])
 RETURNS TABLE(id uuid, code text, name text, email text, phone text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and c.code = any (codes)
  union
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and lower(c.email) = any (emails) and c.exhibition_id = in_exhibition
  union
  select c.id, c.code, c.name, lower(c.email), c.phone from exhibition_customer c
  where c.organization_id = app_organization_id() and c.phone = any (phones) and c.exhibition_id = in_exhibition
  order by 1 desc
$function$
;

CREATE OR REPLACE FUNCTION public.find_public_code(of_kind text, of_code text)
 RETURNS TABLE(organization_id uuid, subject_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT c.organization_id,
     c.subject_id
    FROM public_code c
   WHERE ((c.kind = find_public_code.of_kind) AND (c.code = find_public_code.of_code));
END
;

CREATE OR REPLACE FUNCTION public.guard_partition(t regclass, part regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  guard text;
begin
  execute format('alter table %s enable row level security', part);
  perform assume_one_organization(part);
  -- Triggers for each row come by themselves.
  for guard in
    select pg_get_triggerdef(g.oid) from pg_trigger g
    where g.tgrelid = t and not g.tgisinternal and g.tgtype & 1 = 0
  loop
    execute replace(guard, format(' ON public.%s ', t), format(' ON public.%s ', part));
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.ledger_balances()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select count(*) from ledger_line l where l.organization_id = new.organization_id and l.entry_id = new.id) < 2
    or exists (select from ledger_line l where l.organization_id = new.organization_id and l.entry_id = new.id
               group by l.currency having sum(l.amount_minor) <> 0)
  then
    raise exception 'ledger entry % does not balance', new.id;
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.ledger_line_belongs()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from ledger_entry e where e.organization_id = new.organization_id and e.id = new.entry_id
                 and e.written_in = pg_current_xact_id()) then
    raise exception 'a ledger entry is written at once; post another';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.ledger_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'ledger_entry' and app_erasing() then
    if to_jsonb(new) - 'memo' - 'actor_name' = to_jsonb(old) - 'memo' - 'actor_name' then
      return new;
    end if;
  end if;
  raise exception 'the ledger is never changed; post a reversal';
end $function$
;

CREATE OR REPLACE FUNCTION public.limit_table(t regclass, part text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  allowed text := 'app_limit_id() is null' || case when part is null then '' else ' or ' || quote_ident(part) || ' = app_limit_id()' end;
begin
  execute format('create policy limited on %s as restrictive to counterfoil_app using (%s) with check (%s)',
    t, allowed, allowed);
end $function$
;

CREATE OR REPLACE FUNCTION public.limit_table_to_reading(t regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create policy limited_insert on %s as restrictive for insert to counterfoil_app
    with check (app_limit_id() is null)', t);
  execute format('create policy limited_update on %s as restrictive for update to counterfoil_app
    using (app_limit_id() is null)', t);
  execute format('create policy limited_delete on %s as restrictive for delete to counterfoil_app
    using (app_limit_id() is null)', t);
end $function$
;

CREATE OR REPLACE FUNCTION public.make_months(t regclass, until date)
 RETURNS integer
 LANGUAGE plpgsql
 SET lock_timeout TO '3s'
AS $function$
declare
  made int := 0;
  month date;
  upper uuid;
  part text;
begin
  perform pg_advisory_xact_lock(7301003);
  select max(m.month) + interval '1 month' into month from months_of(t) m;
  while month <= until loop
    part := format('%s_%s', t, to_char(month, 'YYYY_MM'));
    upper := app_first_id((month + interval '1 month')::date);
    execute format('alter table %s detach partition %s_after', t, t);
    execute format('create table %s (like %s including all)', part, t);
    -- Rows that a clock wrote too early move with their month; nothing of them changes, so that append_only has no say.
    execute format('alter table %s_after disable trigger user', t);
    execute format('with moved as (delete from %s_after where id < $1 returning *) insert into %s select * from moved',
      t, part) using upper;
    execute format('alter table %s_after enable trigger user', t);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)',
      t, part, app_first_id(month), upper);
    execute format('alter table %s attach partition %s_after for values from (%L) to (maxvalue)', t, t, upper);
    perform guard_partition(t, part::regclass);
    made := made + 1;
    month := month + interval '1 month';
  end loop;
  return made;
end $function$
;

CREATE OR REPLACE FUNCTION public.mess_cycles_over(zones text[], days date[])
 RETURNS TABLE(organization_id uuid, cycle_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT c.organization_id,
     c.id
    FROM ((UNNEST(mess_cycles_over.zones, mess_cycles_over.days) t(zone, today)
      JOIN organization o ON ((o.time_zone = t.zone)))
      JOIN mess_cycle c ON ((c.organization_id = o.id)))
   WHERE ((c.rebates_credited_at IS NULL) AND (c.ends_on < t.today))
   ORDER BY c.ends_on;
END
;

CREATE OR REPLACE FUNCTION public.mess_meals_to_notify()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT s.organization_id
    FROM mess_service s
   WHERE (s.notify AND (s.notified_at IS NULL));
END
;

CREATE OR REPLACE FUNCTION public.mess_uncounted(zones text[], days date[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT o.id
    FROM (UNNEST(mess_uncounted.zones, mess_uncounted.days) t(zone, today)
      JOIN organization o ON ((o.time_zone = t.zone)))
   WHERE (('mess'::text = ANY (o.modules)) AND (EXISTS ( SELECT
            FROM mess_meal m
           WHERE ((m.organization_id = o.id) AND m.active))) AND (EXISTS ( SELECT
            FROM mess_cycle y
           WHERE (y.organization_id = o.id))) AND ((NOT (EXISTS ( SELECT
            FROM mess_meal_count c
           WHERE ((c.organization_id = o.id) AND (c.service_on = (t.today + 1)) AND (c.forecast IS NOT NULL))))) OR (NOT (EXISTS ( SELECT
            FROM mess_meal_count c
           WHERE ((c.organization_id = o.id) AND (c.service_on = (t.today - 1)) AND (c.served IS NOT NULL)))))));
END
;

CREATE OR REPLACE FUNCTION public.months_of(t regclass)
 RETURNS TABLE(month date, part regclass)
 LANGUAGE sql
 STABLE
AS $function$
  select to_date(right(i.inhrelid::regclass::text, 7), 'YYYY_MM'), i.inhrelid::regclass
  from pg_inherits i where i.inhparent = t and i.inhrelid::regclass::text ~ '_\d{4}_\d{2}$' order by 1
$function$
;

CREATE OR REPLACE FUNCTION public.partitioned_table(t regclass, since date DEFAULT NULL::date)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  today date := (now() at time zone 'UTC')::date;
  first date := coalesce(since, today) - (extract(day from coalesce(since, today))::int - 1);
  month text := format('%s_%s', t, to_char(first, 'YYYY_MM'));
  upper uuid := app_first_id((first + interval '1 month')::date);
begin
  perform tenant_table(t);
  execute format('create table %s_before partition of %s for values from (minvalue) to (%L)',
    t, t, app_first_id(first));
  execute format('create table %s partition of %s for values from (%L) to (%L)',
    month, t, app_first_id(first), upper);
  execute format('create table %s_after partition of %s for values from (%L) to (maxvalue)', t, t, upper);
  perform guard_partition(t, part::regclass) from unnest(array[month, t || '_before', t || '_after']) part;
  perform make_months(t, (today + interval '2 months')::date);
end $function$
;

CREATE OR REPLACE FUNCTION public.payment_find(patterns text[], after uuid, how_many integer)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  org uuid := app_organization_id();
begin
  return query
    select p.id from payment p
    where p.organization_id = org and p.search_text like patterns[1] and p.search_text like all (patterns)
      and (after is null or p.id < after)
    order by p.id desc limit how_many;
end $function$
;

CREATE OR REPLACE FUNCTION public.payment_seen_elsewhere(items uuid[], sha256 text[], pictures bit[], transactions text[], max_distance integer)
 RETURNS TABLE(item uuid, bytes integer, picture integer, reference integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  here uuid := app_organization_id();
begin
  if here is null then raise exception 'no organization'; end if;
  return query
    with mine as (
      select m.item, m.sha, m.hash, m.key from unnest(items, sha256, pictures, transactions) as m (item, sha, hash, key)
    ), latest as materialized (
      select p.organization_id, p.payment_id, p.perceptual_hash as hash from payment_proof p
      where p.perceptual_hash is not null order by p.id desc limit 20000
    ), found as (
      select m.item, 'bytes' as kind, p.organization_id, p.payment_id
        from mine m join payment_proof p on p.original_sha256 = m.sha where p.organization_id <> here
      union
      select m.item, 'picture', l.organization_id, l.payment_id
        from mine m join latest l on bit_count(l.hash # m.hash) <= max_distance where l.organization_id <> here
      union
      select m.item, 'reference', p.organization_id, p.payment_id
        from mine m join payment_proof p on p.transaction_key = m.key where p.organization_id <> here
      union
      select m.item, 'reference', r.organization_id, r.payment_id
        from mine m join payment_proof_reading r on r.reference_key = m.key where r.organization_id <> here
      union
      select m.item, 'reference', p.organization_id, p.id
        from mine m join payment p on p.transaction_key = m.key where p.organization_id <> here
    )
    select f.item, least(100, count(*) filter (where f.kind = 'bytes'))::int,
      least(100, count(*) filter (where f.kind = 'picture'))::int,
      least(100, count(*) filter (where f.kind = 'reference'))::int
    from found f group by f.item;
end $function$
;

CREATE OR REPLACE FUNCTION public.payment_transaction_key(reference text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (char_length(regexp_replace(reference, '[^A-Za-z0-9]'::text, ''::text, 'g'::text)) >= 6) THEN upper(regexp_replace(reference, '[^A-Za-z0-9]'::text, ''::text, 'g'::text)) ELSE NULL::text END
;

CREATE OR REPLACE FUNCTION public.person_find(patterns text[], after uuid, how_many integer)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  org uuid := app_organization_id();
begin
  return query select p.id from person p
    where p.organization_id = org and p.search_text like patterns[1]
      -- One index scan for up to three words; `all` is no condition of an index.
      and p.search_text like coalesce(patterns[2], patterns[1]) and p.search_text like coalesce(patterns[3], patterns[1])
      and p.search_text like all (patterns)
      and (after is null or p.id < after)
    order by p.id desc limit how_many;
end $function$
;

CREATE OR REPLACE FUNCTION public.raffle_draw_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    raise exception 'a draw is never deleted';
  end if;
  if (old.raffle_id, old.sequence, old.computation, old.list_text, old.list_hash, old.entries, old.winners_wanted,
        old.seed_source, old.frozen_at)
      is distinct from
      (new.raffle_id, new.sequence, new.computation, new.list_text, new.list_hash, new.entries, new.winners_wanted,
        new.seed_source, new.frozen_at)
    or old.seed is not null
      and (old.seed, old.winners, old.drawn_at) is distinct from (new.seed, new.winners, new.drawn_at)
  then
    raise exception 'what was published of a draw is never changed';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.raffle_order_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed_in := pg_current_xact_id();
  if new.state in ('paid', 'cancelled') then
    new.held_from := null;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.raffle_overdue(now timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT DISTINCT o.organization_id
    FROM raffle_order o
   WHERE (o.reserved_until <= raffle_overdue.now);
END
;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Tables that let something through then have a trigger for each row, which says what.
  if tg_op = 'UPDATE' and tg_table_name <> 'audit_seal' and app_erasing() then
    return null;
  end if;
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $function$
;

CREATE OR REPLACE FUNCTION public.statement_line_keys(line_text text, reference text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT CASE WHEN (w.word ~ '^0+[0-9]+$'::text) THEN ltrim(w.word, '0'::text) ELSE w.word END AS word FROM (SELECT regexp_replace(found.m, '^(UPI|IMPS|NEFT|RTGS|UTR|RRN|REF|TXN|TXNID|NO)+(?=[0-9]{6,}$)'::text, ''::text) AS regexp_replace FROM (SELECT unnest(regexp_split_to_array(upper(((statement_line_keys.line_text || ' '::text) || COALESCE(statement_line_keys.reference, ''::text))), '[^A-Z0-9]+'::text)) AS m UNION SELECT regexp_replace(upper(COALESCE(statement_line_keys.reference, ''::text)), '[^A-Z0-9]'::text, ''::text, 'g'::text) AS regexp_replace) found WHERE (char_length(regexp_replace(found.m, '[^0-9]'::text, ''::text, 'g'::text)) >= 4)) w(word) WHERE (char_length(CASE WHEN (w.word ~ '^0+[0-9]+$'::text) THEN ltrim(w.word, '0'::text) ELSE w.word END) >= 6))
;

CREATE OR REPLACE FUNCTION public.tell_webhooks(organization uuid, event text, subject_type text, subject_id uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into webhook_event (organization_id, at, event, subject_type, subject_id, xact)
  select $1, $5, $2, $3, $4::text, pg_current_xact_id()::text::bigint + w.xact_shift from audit_watermark w
  where exists (select from webhook_endpoint e where e.organization_id = $1 and e.active)
$function$
;

CREATE OR REPLACE FUNCTION public.tenant_table(t regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy organization on %s to counterfoil_app
    using (organization_id = app_organization_id()) with check (organization_id = app_organization_id())', t);
  execute format('grant select, insert, update, delete on %s to counterfoil_app', t);
  perform assume_one_organization(t);
end $function$
;

CREATE OR REPLACE FUNCTION public.till_movement_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and app_erasing() then
    if to_jsonb(new) - 'reason' - 'actor_name' = to_jsonb(old) - 'reason' - 'actor_name' then
      return new;
    end if;
  end if;
  raise exception 'a movement of a till is never changed; make another';
end $function$
;

CREATE OR REPLACE FUNCTION public.unique_over_months(t regclass, VARIADIC columns text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  list text := array_to_string(columns, ', ');
begin
  execute format('create table %s_key as select organization_id, %s, id from %s with no data', t, list, t);
  execute format('alter table %s_key add primary key (organization_id, %s), alter id set not null', t, list);
  perform tenant_table(format('%s_key', t)::regclass);
  execute format('revoke update on %s_key from counterfoil_app', t);
  execute format('create trigger keys after delete on %s referencing old table as gone
    for each statement execute function delete_keys(%s_key, %s)', t, t, list);
end $function$
;

create table api_key (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  role text not null,
  created_by uuid,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  staff_role text,
  scopes text[],
  addresses text[],
  service boolean default false not null
);
alter table api_key add constraint api_key_addresses_check CHECK (((cardinality(addresses) >= 1) AND (cardinality(addresses) <= 50)));
alter table api_key add constraint api_key_key_hash_key UNIQUE (key_hash);
alter table api_key add constraint api_key_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 100)));
alter table api_key add constraint api_key_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table api_key add constraint api_key_pkey PRIMARY KEY (organization_id, id);
alter table api_key add constraint api_key_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'ops'::text, 'viewer'::text])));
alter table api_key add constraint api_key_scopes_check CHECK (((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 100)));
alter table api_key enable row level security;
create policy organization on api_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on api_key to counterfoil_app;

create table audit_entry (
  organization_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  note text,
  request_id text,
  ip text,
  user_agent text,
  xact bigint default ((pg_current_xact_id())::text)::bigint not null
) partition by RANGE (id);
alter table audit_entry add constraint audit_entry_action_check CHECK ((action <> ''::text));
alter table audit_entry add constraint audit_entry_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX audit_entry_actor ON ONLY public.audit_entry USING btree (organization_id, actor_id, id);
CREATE INDEX audit_entry_subject ON ONLY public.audit_entry USING btree (organization_id, subject_type, subject_id, id);
CREATE INDEX audit_entry_xact ON ONLY public.audit_entry USING btree (xact);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_stands BEFORE UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_stands();
alter table audit_entry enable row level security;
create policy organization on audit_entry for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on audit_entry to counterfoil_app;

create table audit_head (
  organization_id uuid not null,
  sequence integer not null,
  hash bytea not null,
  published_at timestamp with time zone not null
);
alter table audit_head add constraint audit_head_hash_check CHECK ((octet_length(hash) = 32));
alter table audit_head add constraint audit_head_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table audit_head add constraint audit_head_pkey PRIMARY KEY (organization_id);
alter table audit_head add constraint audit_head_sequence_check CHECK ((sequence > 0));
alter table audit_head enable row level security;
create policy organization on audit_head for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on audit_head to counterfoil_app;

create table audit_redaction (
  organization_id uuid not null,
  entry_id uuid not null,
  digest bytea not null,
  signature bytea not null,
  key_id text not null,
  redacted_at timestamp with time zone not null
);
alter table audit_redaction add constraint audit_redaction_digest_check CHECK ((octet_length(digest) = 32));
alter table audit_redaction add constraint audit_redaction_pkey PRIMARY KEY (organization_id, entry_id);
alter table audit_redaction enable row level security;
create policy organization on audit_redaction for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant select on audit_redaction to counterfoil_app;

create table audit_seal (
  organization_id uuid not null,
  sequence integer not null,
  entry_ids uuid[] not null,
  entry_digests bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  signature bytea not null,
  key_id text not null,
  last_xact bigint not null,
  sealed_at timestamp with time zone not null
);
alter table audit_seal add constraint audit_seal_check CHECK ((octet_length(entry_digests) = (32 * cardinality(entry_ids))));
alter table audit_seal add constraint audit_seal_entry_ids_check CHECK ((cardinality(entry_ids) > 0));
alter table audit_seal add constraint audit_seal_hash_check CHECK ((octet_length(hash) = 32));
alter table audit_seal add constraint audit_seal_pkey PRIMARY KEY (organization_id, sequence);
alter table audit_seal add constraint audit_seal_previous_hash_check CHECK ((octet_length(previous_hash) = 32));
alter table audit_seal add constraint audit_seal_sequence_check CHECK ((sequence > 0));
CREATE INDEX audit_seal_last_xact ON public.audit_seal USING btree (last_xact);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table audit_seal enable row level security;
create policy organization on audit_seal for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant select on audit_seal to counterfoil_app;

create table audit_watermark (
  only_row boolean default true not null,
  sealed_below bigint default 0 not null,
  xact_shift bigint default 0 not null,
  updated_at timestamp with time zone default now() not null
);
alter table audit_watermark add constraint audit_watermark_only_row_check CHECK (only_row);
alter table audit_watermark add constraint audit_watermark_pkey PRIMARY KEY (only_row);
grant select on audit_watermark to counterfoil_app;

create table auth_account (
  id uuid not null,
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table auth_account add constraint auth_account_pkey PRIMARY KEY (id);
alter table auth_account add constraint auth_account_provider_id_account_id_key UNIQUE (provider_id, account_id);
alter table auth_account add constraint auth_account_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX auth_account_user ON public.auth_account USING btree (user_id);
alter table auth_account enable row level security;

create table auth_passkey (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  credential_id text not null,
  public_key text not null,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone
);
alter table auth_passkey add constraint auth_passkey_credential_id_key UNIQUE (credential_id);
alter table auth_passkey add constraint auth_passkey_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 60)));
alter table auth_passkey add constraint auth_passkey_pkey PRIMARY KEY (id);
alter table auth_passkey add constraint auth_passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX auth_passkey_user ON public.auth_passkey USING btree (user_id);
alter table auth_passkey enable row level security;

create table auth_refresh_token (
  id uuid not null,
  family_id uuid not null,
  token_hash bytea not null,
  kind text not null,
  user_id uuid,
  organization_id uuid,
  subject text,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null
);
alter table auth_refresh_token add constraint auth_refresh_token_check CHECK (((kind = 'user'::text) = (user_id IS NOT NULL)));
alter table auth_refresh_token add constraint auth_refresh_token_check1 CHECK (((kind = 'user'::text) OR ((organization_id IS NOT NULL) AND (subject IS NOT NULL))));
alter table auth_refresh_token add constraint auth_refresh_token_kind_check CHECK ((kind = ANY (ARRAY['user'::text, 'portal'::text])));
alter table auth_refresh_token add constraint auth_refresh_token_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table auth_refresh_token add constraint auth_refresh_token_pkey PRIMARY KEY (id);
alter table auth_refresh_token add constraint auth_refresh_token_token_hash_key UNIQUE (token_hash);
alter table auth_refresh_token add constraint auth_refresh_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX auth_refresh_token_expires ON public.auth_refresh_token USING btree (expires_at);
CREATE INDEX auth_refresh_token_family ON public.auth_refresh_token USING btree (family_id);
CREATE INDEX auth_refresh_token_subject ON public.auth_refresh_token USING btree (organization_id, subject) WHERE (kind = 'portal'::text);
CREATE INDEX auth_refresh_token_user ON public.auth_refresh_token USING btree (user_id);
alter table auth_refresh_token enable row level security;

create table auth_session (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  active_organization_id uuid,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone not null,
  last_seen_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  by_provider boolean default false not null
);
alter table auth_session add constraint auth_session_active_organization_id_fkey FOREIGN KEY (active_organization_id) REFERENCES organization(id) ON DELETE SET NULL;
alter table auth_session add constraint auth_session_pkey PRIMARY KEY (id);
alter table auth_session add constraint auth_session_token_key UNIQUE (token);
alter table auth_session add constraint auth_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX auth_session_expires ON public.auth_session USING btree (expires_at);
CREATE INDEX auth_session_user ON public.auth_session USING btree (user_id);
alter table auth_session enable row level security;

create table auth_throttle (
  key text not null,
  failures integer not null,
  last_failed_at timestamp with time zone not null,
  blocked_until timestamp with time zone
);
alter table auth_throttle add constraint auth_throttle_pkey PRIMARY KEY (key);
CREATE INDEX auth_throttle_last ON public.auth_throttle USING btree (last_failed_at);
alter table auth_throttle enable row level security;

create table auth_two_factor (
  id uuid not null,
  user_id uuid not null,
  secret text not null,
  backup_codes text not null,
  verified boolean default false not null,
  failed_verification_count integer default 0 not null,
  locked_until timestamp with time zone,
  last_step bigint
);
alter table auth_two_factor add constraint auth_two_factor_pkey PRIMARY KEY (id);
alter table auth_two_factor add constraint auth_two_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
alter table auth_two_factor add constraint auth_two_factor_user_id_key UNIQUE (user_id);
alter table auth_two_factor enable row level security;

create table auth_user (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean default false not null,
  image text,
  two_factor_enabled boolean default false not null,
  language text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table auth_user add constraint auth_user_email_check CHECK ((email = lower(email)));
alter table auth_user add constraint auth_user_email_key UNIQUE (email);
alter table auth_user add constraint auth_user_pkey PRIMARY KEY (id);
alter table auth_user enable row level security;
create policy members_only on auth_user for select to counterfoil_app using ((EXISTS ( SELECT
   FROM membership m
  WHERE ((m.organization_id = app_organization_id()) AND (m.user_id = auth_user.id)))));

create table auth_verification (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table auth_verification add constraint auth_verification_pkey PRIMARY KEY (id);
CREATE INDEX auth_verification_expires ON public.auth_verification USING btree (expires_at);
CREATE INDEX auth_verification_identifier ON public.auth_verification USING btree (identifier);
alter table auth_verification enable row level security;

create table backup (
  id uuid not null,
  state text default 'running'::text not null,
  place text not null,
  name text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  percent integer default 0 not null,
  size_bytes bigint,
  rows bigint,
  files bigint,
  missing bigint,
  error text,
  other_disk boolean
);
alter table backup add constraint backup_check CHECK (((state = 'running'::text) = (ended_at IS NULL)));
alter table backup add constraint backup_percent_check CHECK (((percent >= 0) AND (percent <= 100)));
alter table backup add constraint backup_pkey PRIMARY KEY (id);
alter table backup add constraint backup_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text])));
CREATE INDEX backup_newest ON public.backup USING btree (started_at DESC);
alter table backup enable row level security;

create table channel_receiving (
  organization_id uuid not null,
  channel text not null,
  account text not null,
  polls boolean default false not null,
  since timestamp with time zone,
  heard_at timestamp with time zone,
  fault text,
  fault_at timestamp with time zone
);
alter table channel_receiving add constraint channel_receiving_pkey PRIMARY KEY (organization_id, channel, account);
alter table channel_receiving enable row level security;
create policy organization on channel_receiving for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on channel_receiving to counterfoil_app;

create table coffee_alarm (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  severity text not null,
  machine_id uuid,
  merchant_id uuid not null,
  location_id uuid,
  "position" integer default 0 not null,
  group_id uuid,
  detail jsonb default '{}'::jsonb not null,
  count integer default 1 not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  cleared_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  acknowledged_by_name text,
  note text default ''::text not null,
  assigned_to uuid,
  assigned_name text,
  notify_at timestamp with time zone,
  told_at timestamp with time zone
);
alter table coffee_alarm add constraint coffee_alarm_check CHECK (((machine_id IS NULL) = (kind = 'site'::text)));
alter table coffee_alarm add constraint coffee_alarm_check1 CHECK (((machine_id IS NOT NULL) OR (location_id IS NOT NULL)));
alter table coffee_alarm add constraint coffee_alarm_check2 CHECK (((acknowledged_at IS NULL) = (acknowledged_by_name IS NULL)));
alter table coffee_alarm add constraint coffee_alarm_check3 CHECK (((assigned_to IS NULL) = (assigned_name IS NULL)));
alter table coffee_alarm add constraint coffee_alarm_check4 CHECK (((cleared_at IS NULL) OR (notify_at IS NULL)));
alter table coffee_alarm add constraint coffee_alarm_count_check CHECK ((count > 0));
alter table coffee_alarm add constraint coffee_alarm_kind_check CHECK ((kind = ANY (ARRAY['offline'::text, 'site'::text, 'overheating'::text, 'fault'::text, 'payment'::text, 'door'::text, 'firmware'::text, 'low_bin'::text, 'empty_bin'::text, 'orders'::text, 'drift'::text, 'rollback'::text])));
alter table coffee_alarm add constraint coffee_alarm_note_check CHECK ((char_length(note) <= 500));
alter table coffee_alarm add constraint coffee_alarm_organization_id_location_id_fkey FOREIGN KEY (organization_id, location_id) REFERENCES coffee_location(organization_id, id);
alter table coffee_alarm add constraint coffee_alarm_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_alarm add constraint coffee_alarm_organization_id_merchant_id_fkey FOREIGN KEY (organization_id, merchant_id) REFERENCES coffee_merchant(organization_id, id);
alter table coffee_alarm add constraint coffee_alarm_pkey PRIMARY KEY (organization_id, id);
alter table coffee_alarm add constraint coffee_alarm_position_check CHECK ((("position" >= 0) AND ("position" <= 40)));
alter table coffee_alarm add constraint coffee_alarm_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])));
CREATE INDEX coffee_alarm_due ON public.coffee_alarm USING btree (organization_id, notify_at) WHERE (notify_at IS NOT NULL);
CREATE INDEX coffee_alarm_group ON public.coffee_alarm USING btree (organization_id, group_id) WHERE (group_id IS NOT NULL);
CREATE INDEX coffee_alarm_list ON public.coffee_alarm USING btree (organization_id, id) WHERE (cleared_at IS NULL);
CREATE INDEX coffee_alarm_machine ON public.coffee_alarm USING btree (organization_id, machine_id, id);
CREATE UNIQUE INDEX coffee_alarm_open ON public.coffee_alarm USING btree (organization_id, machine_id, kind, "position") WHERE ((cleared_at IS NULL) AND (machine_id IS NOT NULL));
CREATE UNIQUE INDEX coffee_alarm_open_site ON public.coffee_alarm USING btree (organization_id, location_id) WHERE ((cleared_at IS NULL) AND (machine_id IS NULL));
CREATE TRIGGER coffee_alarm_opened AFTER INSERT ON public.coffee_alarm FOR EACH ROW WHEN ((new.cleared_at IS NULL)) EXECUTE FUNCTION coffee_alarm_told();
CREATE TRIGGER coffee_alarm_turned AFTER UPDATE OF cleared_at ON public.coffee_alarm FOR EACH ROW WHEN ((((old.cleared_at IS NULL) <> (new.cleared_at IS NULL)) AND ((new.count < 10) OR ((new.count = 10) AND (new.cleared_at IS NULL))))) EXECUTE FUNCTION coffee_alarm_told();
alter table coffee_alarm enable row level security;
create policy limited on coffee_alarm for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_alarm for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_alarm to counterfoil_app;

create table coffee_batch (
  organization_id uuid not null,
  id uuid not null,
  merchant_id uuid,
  kind text not null,
  params jsonb not null,
  chosen_by jsonb not null,
  state text default 'running'::text not null,
  machines integer not null,
  left_out integer default 0 not null,
  by_name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  changed_at timestamp with time zone not null
);
alter table coffee_batch add constraint coffee_batch_left_out_check CHECK ((left_out >= 0));
alter table coffee_batch add constraint coffee_batch_machines_check CHECK ((machines >= 0));
alter table coffee_batch add constraint coffee_batch_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_batch add constraint coffee_batch_organization_id_merchant_id_fkey FOREIGN KEY (organization_id, merchant_id) REFERENCES coffee_merchant(organization_id, id);
alter table coffee_batch add constraint coffee_batch_pkey PRIMARY KEY (organization_id, id);
alter table coffee_batch add constraint coffee_batch_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'cancelled'::text])));
alter table coffee_batch enable row level security;
create policy limited on coffee_batch for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_batch for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_batch to counterfoil_app;

create table coffee_bin (
  organization_id uuid not null,
  machine_id uuid not null,
  "position" integer not null,
  merchant_id uuid not null,
  material_id uuid,
  capacity_milli bigint not null,
  threshold_milli bigint default 0 not null,
  level_milli bigint,
  reported_at timestamp with time zone,
  since_at timestamp with time zone,
  used_milli bigint default 0 not null,
  reckoned_milli bigint default 0 not null,
  unknown_items integer default 0 not null,
  held_milli bigint
) with (fillfactor=60, autovacuum_analyze_scale_factor=5);
alter table coffee_bin add constraint coffee_bin_capacity_milli_check CHECK ((capacity_milli > 0));
alter table coffee_bin add constraint coffee_bin_check CHECK (((threshold_milli >= 0) AND (threshold_milli <= capacity_milli)));
alter table coffee_bin add constraint coffee_bin_check1 CHECK (((level_milli >= 0) AND (level_milli <= capacity_milli)));
alter table coffee_bin add constraint coffee_bin_check2 CHECK (((level_milli IS NULL) = (reported_at IS NULL)));
alter table coffee_bin add constraint coffee_bin_organization_id_machine_id_merchant_id_fkey FOREIGN KEY (organization_id, machine_id, merchant_id) REFERENCES coffee_machine(organization_id, id, merchant_id) ON UPDATE CASCADE;
alter table coffee_bin add constraint coffee_bin_organization_id_material_id_fkey FOREIGN KEY (organization_id, material_id) REFERENCES coffee_material(organization_id, id);
alter table coffee_bin add constraint coffee_bin_pkey PRIMARY KEY (organization_id, machine_id, "position");
alter table coffee_bin add constraint coffee_bin_position_check CHECK ((("position" >= 1) AND ("position" <= 40)));
CREATE INDEX coffee_bin_material ON public.coffee_bin USING btree (organization_id, material_id) WHERE (material_id IS NOT NULL);
CREATE TRIGGER copy_added AFTER INSERT ON public.coffee_bin REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION coffee_copy_bins();
CREATE TRIGGER copy_removed AFTER DELETE ON public.coffee_bin REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION coffee_copy_bins();
alter table coffee_bin enable row level security;
create policy limited on coffee_bin for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_bin for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_bin to counterfoil_app;

create table coffee_charge (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid,
  machine_id uuid not null,
  merchant_id uuid not null,
  number text not null,
  order_id uuid,
  created_at timestamp with time zone not null
);
alter table coffee_charge add constraint coffee_charge_number_check CHECK ((number ~ '^[A-Za-z0-9._:/-]{1,60}$'::text));
alter table coffee_charge add constraint coffee_charge_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_charge add constraint coffee_charge_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table coffee_charge add constraint coffee_charge_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX coffee_charge_number ON public.coffee_charge USING btree (organization_id, machine_id, number);
CREATE UNIQUE INDEX coffee_charge_order ON public.coffee_charge USING btree (organization_id, order_id) WHERE (order_id IS NOT NULL);
CREATE UNIQUE INDEX coffee_charge_payment ON public.coffee_charge USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
alter table coffee_charge enable row level security;
create policy limited on coffee_charge for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_charge for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_charge to counterfoil_app;

create table coffee_command (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  batch_id uuid,
  kind text not null,
  params jsonb not null,
  target text,
  state text default 'queued'::text not null,
  tries integer default 0 not null,
  tries_left integer not null,
  withdrawn boolean default false not null,
  not_before timestamp with time zone not null,
  due_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  ended_at timestamp with time zone,
  said text default ''::text not null,
  by_name text not null,
  steps jsonb default '[]'::jsonb not null,
  rollout_id uuid,
  full_time boolean default false not null
);
alter table coffee_command add constraint coffee_command_check CHECK (((due_at IS NULL) = (ended_at IS NOT NULL)));
alter table coffee_command add constraint coffee_command_check1 CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['queued'::text, 'sent'::text, 'acknowledged'::text]))));
alter table coffee_command add constraint coffee_command_check2 CHECK (((tries = 0) = (sent_at IS NULL)));
alter table coffee_command add constraint coffee_command_check3 CHECK (((tries > 0) OR (state = ANY (ARRAY['queued'::text, 'expired'::text, 'cancelled'::text]))));
alter table coffee_command add constraint coffee_command_check4 CHECK (((tries = 0) OR (state <> ALL (ARRAY['expired'::text, 'cancelled'::text]))));
alter table coffee_command add constraint coffee_command_kind_check CHECK ((kind = ANY (ARRAY['restart'::text, 'clean'::text, 'set_temperature'::text, 'set_price'::text, 'lock'::text, 'update_recipe'::text, 'make_product'::text])));
alter table coffee_command add constraint coffee_command_organization_id_batch_id_fkey FOREIGN KEY (organization_id, batch_id) REFERENCES coffee_batch(organization_id, id);
alter table coffee_command add constraint coffee_command_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_command add constraint coffee_command_organization_id_rollout_id_fkey FOREIGN KEY (organization_id, rollout_id) REFERENCES coffee_rollout(organization_id, id);
alter table coffee_command add constraint coffee_command_pkey PRIMARY KEY (organization_id, id);
alter table coffee_command add constraint coffee_command_said_check CHECK ((char_length(said) <= 500));
alter table coffee_command add constraint coffee_command_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'acknowledged'::text, 'succeeded'::text, 'failed'::text, 'expired'::text, 'unknown'::text, 'cancelled'::text])));
alter table coffee_command add constraint coffee_command_target_check CHECK ((char_length(target) <= 60));
alter table coffee_command add constraint coffee_command_tries_check CHECK ((tries >= 0));
alter table coffee_command add constraint coffee_command_tries_left_check CHECK ((tries_left >= 0));
CREATE INDEX coffee_command_batch ON public.coffee_command USING btree (organization_id, batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX coffee_command_due ON public.coffee_command USING btree (organization_id, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX coffee_command_machine ON public.coffee_command USING btree (organization_id, machine_id, id);
CREATE INDEX coffee_command_open ON public.coffee_command USING btree (organization_id, machine_id) WHERE (ended_at IS NULL);
alter table coffee_command enable row level security;
create policy limited on coffee_command for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_command for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_command to counterfoil_app;

create table coffee_day (
  organization_id uuid not null,
  scope_id uuid not null,
  sold_on date not null,
  payment_method text not null,
  currency text not null,
  orders integer default 0 not null,
  items integer default 0 not null,
  amount_minor bigint default 0 not null,
  refunds integer default 0 not null,
  refunded_minor bigint default 0 not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=2000);
alter table coffee_day add constraint coffee_day_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_day add constraint coffee_day_pkey PRIMARY KEY (organization_id, scope_id, sold_on, payment_method, currency);
alter table coffee_day enable row level security;
create policy limited on coffee_day for all to counterfoil_app using (((app_limit_id() IS NULL) OR (scope_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (scope_id = app_limit_id())));
create policy organization on coffee_day for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_day to counterfoil_app;

create table coffee_hour (
  organization_id uuid not null,
  machine_id uuid not null,
  hour_at timestamp with time zone not null,
  payment_method text not null,
  currency text not null,
  merchant_id uuid not null,
  sold_on date not null,
  orders integer default 0 not null,
  items integer default 0 not null,
  amount_minor bigint default 0 not null,
  refunds integer default 0 not null,
  refunded_minor bigint default 0 not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=2000);
alter table coffee_hour add constraint coffee_hour_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_hour add constraint coffee_hour_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_hour add constraint coffee_hour_pkey PRIMARY KEY (organization_id, machine_id, hour_at, payment_method, currency, merchant_id);
CREATE INDEX coffee_hour_day ON public.coffee_hour USING btree (organization_id, machine_id, sold_on);
alter table coffee_hour enable row level security;
create policy limited on coffee_hour for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_hour for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_hour to counterfoil_app;

create table coffee_location (
  organization_id uuid not null,
  id uuid not null,
  merchant_id uuid not null,
  name text not null,
  address text default ''::text not null,
  latitude double precision,
  longitude double precision,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table coffee_location add constraint coffee_location_address_check CHECK ((char_length(address) <= 255));
alter table coffee_location add constraint coffee_location_check CHECK (((latitude IS NULL) = (longitude IS NULL)));
alter table coffee_location add constraint coffee_location_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision)));
alter table coffee_location add constraint coffee_location_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)));
alter table coffee_location add constraint coffee_location_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table coffee_location add constraint coffee_location_organization_id_merchant_id_fkey FOREIGN KEY (organization_id, merchant_id) REFERENCES coffee_merchant(organization_id, id);
alter table coffee_location add constraint coffee_location_organization_id_merchant_id_id_key UNIQUE (organization_id, merchant_id, id);
alter table coffee_location add constraint coffee_location_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX coffee_location_name ON public.coffee_location USING btree (organization_id, merchant_id, lower(name));
alter table coffee_location enable row level security;
create policy limited on coffee_location for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_location for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_location to counterfoil_app;

create table coffee_machine (
  organization_id uuid not null,
  id uuid not null,
  serial text not null,
  name text default ''::text not null,
  model text default ''::text not null,
  firmware text,
  merchant_id uuid not null,
  location_id uuid,
  address text default ''::text not null,
  tags text[] default '{}'::text[] not null,
  device_id uuid,
  state text default 'active'::text not null,
  status text default 'unknown'::text not null,
  temperature_dc integer,
  errors text[] default '{}'::text[] not null,
  locked boolean default false not null,
  last_seen_at timestamp with time zone,
  offline_at timestamp with time zone,
  said_at timestamp with time zone,
  clock_offset_s integer,
  package_number integer,
  wanted_package_id uuid,
  kept_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  alarms text[] default '{}'::text[] not null,
  muted_until timestamp with time zone,
  muted_by_name text,
  mute_reason text default ''::text not null,
  bins jsonb default '[]'::jsonb not null,
  levels integer[] default '{}'::integer[] not null,
  levels_at timestamp with time zone[] default '{}'::timestamp with time zone[] not null,
  retired_at timestamp with time zone
) with (fillfactor=60, autovacuum_analyze_scale_factor=5);
alter table coffee_machine add constraint coffee_machine_address_check CHECK ((char_length(address) <= 255));
alter table coffee_machine add constraint coffee_machine_firmware_check CHECK ((char_length(firmware) <= 80));
alter table coffee_machine add constraint coffee_machine_levels_check CHECK (((array_length(levels, 1) <= 40) AND (0 <= ALL (levels))));
alter table coffee_machine add constraint coffee_machine_model_check CHECK ((char_length(model) <= 80));
alter table coffee_machine add constraint coffee_machine_mute_reason_check CHECK ((char_length(mute_reason) <= 200));
alter table coffee_machine add constraint coffee_machine_muted_by_name_check CHECK ((char_length(muted_by_name) <= 200));
alter table coffee_machine add constraint coffee_machine_name_check CHECK ((char_length(name) <= 120));
alter table coffee_machine add constraint coffee_machine_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id);
alter table coffee_machine add constraint coffee_machine_organization_id_id_merchant_id_key UNIQUE (organization_id, id, merchant_id);
alter table coffee_machine add constraint coffee_machine_organization_id_merchant_id_fkey FOREIGN KEY (organization_id, merchant_id) REFERENCES coffee_merchant(organization_id, id);
alter table coffee_machine add constraint coffee_machine_organization_id_merchant_id_location_id_fkey FOREIGN KEY (organization_id, merchant_id, location_id) REFERENCES coffee_location(organization_id, merchant_id, id);
alter table coffee_machine add constraint coffee_machine_organization_id_wanted_package_id_fkey FOREIGN KEY (organization_id, wanted_package_id) REFERENCES coffee_package(organization_id, id);
alter table coffee_machine add constraint coffee_machine_pkey PRIMARY KEY (organization_id, id);
alter table coffee_machine add constraint coffee_machine_serial_check CHECK ((serial ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'::text));
alter table coffee_machine add constraint coffee_machine_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text])));
alter table coffee_machine add constraint coffee_machine_status_check CHECK ((status = ANY (ARRAY['unknown'::text, 'ready'::text, 'brewing'::text, 'heating'::text, 'cleaning'::text, 'standby'::text, 'locked'::text, 'fault'::text])));
alter table coffee_machine add constraint coffee_machine_tags_check CHECK ((cardinality(tags) <= 20));
alter table coffee_machine add constraint coffee_machine_temperature_dc_check CHECK (((temperature_dc >= '-500'::integer) AND (temperature_dc <= 3000)));
CREATE UNIQUE INDEX coffee_machine_device ON public.coffee_machine USING btree (organization_id, device_id) WHERE (device_id IS NOT NULL);
CREATE INDEX coffee_machine_location ON public.coffee_machine USING btree (organization_id, location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX coffee_machine_merchant ON public.coffee_machine USING btree (organization_id, merchant_id, id);
CREATE UNIQUE INDEX coffee_machine_serial ON public.coffee_machine USING btree (organization_id, lower(serial));
alter table coffee_machine enable row level security;
create policy limited on coffee_machine for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_machine for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_machine to counterfoil_app;

create table coffee_material (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  unit text not null,
  specification text default ''::text not null,
  cost_minor bigint default 0 not null,
  currency text not null,
  active boolean default true not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table coffee_material add constraint coffee_material_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'::text));
alter table coffee_material add constraint coffee_material_cost_minor_check CHECK ((cost_minor >= 0));
alter table coffee_material add constraint coffee_material_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_material add constraint coffee_material_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table coffee_material add constraint coffee_material_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_material add constraint coffee_material_pkey PRIMARY KEY (organization_id, id);
alter table coffee_material add constraint coffee_material_specification_check CHECK ((char_length(specification) <= 500));
alter table coffee_material add constraint coffee_material_unit_check CHECK ((unit = ANY (ARRAY['g'::text, 'ml'::text, 'piece'::text])));
CREATE UNIQUE INDEX coffee_material_code ON public.coffee_material USING btree (organization_id, code);
alter table coffee_material enable row level security;
create policy limited_delete on coffee_material for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_material for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_material for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_material for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_material to counterfoil_app;

create table coffee_merchant (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  contact_name text default ''::text not null,
  phone text default ''::text not null,
  email text default ''::text not null,
  status text default 'active'::text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table coffee_merchant add constraint coffee_merchant_contact_name_check CHECK ((char_length(contact_name) <= 120));
alter table coffee_merchant add constraint coffee_merchant_email_check CHECK ((char_length(email) <= 255));
alter table coffee_merchant add constraint coffee_merchant_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table coffee_merchant add constraint coffee_merchant_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_merchant add constraint coffee_merchant_phone_check CHECK ((char_length(phone) <= 40));
alter table coffee_merchant add constraint coffee_merchant_pkey PRIMARY KEY (organization_id, id);
alter table coffee_merchant add constraint coffee_merchant_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])));
CREATE UNIQUE INDEX coffee_merchant_name ON public.coffee_merchant USING btree (organization_id, lower(name));
alter table coffee_merchant enable row level security;
create policy limited on coffee_merchant for all to counterfoil_app using (((app_limit_id() IS NULL) OR (id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (id = app_limit_id())));
create policy organization on coffee_merchant for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_merchant to counterfoil_app;

create table coffee_notice_choice (
  organization_id uuid not null,
  user_id uuid not null,
  email boolean not null,
  chat boolean not null,
  "least" text not null,
  updated_at timestamp with time zone not null
);
alter table coffee_notice_choice add constraint coffee_notice_choice_least_check CHECK (("least" = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])));
alter table coffee_notice_choice add constraint coffee_notice_choice_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_notice_choice add constraint coffee_notice_choice_pkey PRIMARY KEY (organization_id, user_id);
alter table coffee_notice_choice enable row level security;
create policy limited_delete on coffee_notice_choice for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_notice_choice for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_notice_choice for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_notice_choice for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_notice_choice to counterfoil_app;

create table coffee_order (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  location_id uuid,
  number text not null,
  made_at timestamp with time zone not null,
  claimed_at timestamp with time zone not null,
  sold_on date not null,
  hour_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  payment_method text not null,
  payment_state text not null,
  payment_reference text default ''::text not null,
  payment_id uuid,
  served boolean not null,
  currency text not null,
  amount_minor bigint not null,
  refunded_minor bigint default 0 not null,
  items integer not null,
  exception text,
  settled_at timestamp with time zone,
  settled_by_name text,
  settled_note text default ''::text not null,
  contradiction jsonb
) partition by RANGE (id);
alter table coffee_order add constraint coffee_order_amount_minor_check CHECK ((amount_minor >= 0));
alter table coffee_order add constraint coffee_order_check CHECK (((refunded_minor >= 0) AND (refunded_minor <= amount_minor)));
alter table coffee_order add constraint coffee_order_check1 CHECK (((settled_at IS NULL) = (settled_by_name IS NULL)));
alter table coffee_order add constraint coffee_order_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_order add constraint coffee_order_exception_check CHECK ((exception = ANY (ARRAY['clock'::text, 'unpaid'::text, 'not_served'::text, 'sum'::text, 'refund_failed'::text, 'contradicts'::text, 'retired'::text])));
alter table coffee_order add constraint coffee_order_items_check CHECK ((items >= 0));
alter table coffee_order add constraint coffee_order_number_check CHECK ((number ~ '^[A-Za-z0-9._:/-]{1,60}$'::text));
alter table coffee_order add constraint coffee_order_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_order add constraint coffee_order_payment_method_check CHECK ((payment_method ~ '^[a-z][a-z0-9_]{0,29}$'::text));
alter table coffee_order add constraint coffee_order_payment_reference_check CHECK ((char_length(payment_reference) <= 120));
alter table coffee_order add constraint coffee_order_payment_state_check CHECK ((payment_state = ANY (ARRAY['paid'::text, 'free'::text, 'pending'::text, 'failed'::text])));
alter table coffee_order add constraint coffee_order_pkey PRIMARY KEY (organization_id, id);
alter table coffee_order add constraint coffee_order_settled_note_check CHECK ((char_length(settled_note) <= 500));
CREATE INDEX coffee_order_exception ON ONLY public.coffee_order USING btree (organization_id, id) WHERE ((exception IS NOT NULL) AND (settled_at IS NULL));
CREATE INDEX coffee_order_machine ON ONLY public.coffee_order USING btree (organization_id, machine_id, id);
CREATE INDEX coffee_order_merchant ON ONLY public.coffee_order USING btree (organization_id, merchant_id, id);
CREATE TRIGGER keys AFTER DELETE ON public.coffee_order REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_keys('coffee_order_key', 'machine_id', 'number');
alter table coffee_order enable row level security;
create policy limited on coffee_order for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_order for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_order to counterfoil_app;

create table coffee_order_item (
  organization_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  product text not null,
  quantity integer not null,
  amount_minor bigint not null
) partition by RANGE (id);
alter table coffee_order_item add constraint coffee_order_item_amount_minor_check CHECK ((amount_minor >= 0));
alter table coffee_order_item add constraint coffee_order_item_pkey PRIMARY KEY (organization_id, id);
alter table coffee_order_item add constraint coffee_order_item_product_check CHECK ((product ~ '^[a-z0-9][a-z0-9_-]{0,39}$'::text));
alter table coffee_order_item add constraint coffee_order_item_quantity_check CHECK (((quantity >= 1) AND (quantity <= 1000)));
CREATE INDEX coffee_order_item_order ON ONLY public.coffee_order_item USING btree (organization_id, order_id);
alter table coffee_order_item enable row level security;
create policy limited on coffee_order_item for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_order_item for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_order_item to counterfoil_app;

create table coffee_order_key (
  organization_id uuid not null,
  machine_id uuid not null,
  number text not null,
  id uuid not null
);
alter table coffee_order_key add constraint coffee_order_key_pkey PRIMARY KEY (organization_id, machine_id, number);
alter table coffee_order_key enable row level security;
create policy limited on coffee_order_key for all to counterfoil_app using ((app_limit_id() IS NULL)) with check ((app_limit_id() IS NULL));
create policy organization on coffee_order_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select on coffee_order_key to counterfoil_app;

create table coffee_package (
  organization_id uuid not null,
  id uuid not null,
  number integer not null,
  name text not null,
  note text default ''::text not null,
  digest text not null,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table coffee_package add constraint coffee_package_digest_check CHECK ((digest ~ '^[0-9a-f]{64}$'::text));
alter table coffee_package add constraint coffee_package_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table coffee_package add constraint coffee_package_note_check CHECK ((char_length(note) <= 500));
alter table coffee_package add constraint coffee_package_number_check CHECK ((number > 0));
alter table coffee_package add constraint coffee_package_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_package add constraint coffee_package_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX coffee_package_number ON public.coffee_package USING btree (organization_id, number);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.coffee_package FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table coffee_package enable row level security;
create policy limited_delete on coffee_package for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_package for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_package for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_package for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on coffee_package to counterfoil_app;

create table coffee_package_recipe (
  organization_id uuid not null,
  package_id uuid not null,
  recipe_id uuid not null,
  version integer not null
);
alter table coffee_package_recipe add constraint coffee_package_recipe_organization_id_package_id_fkey FOREIGN KEY (organization_id, package_id) REFERENCES coffee_package(organization_id, id);
alter table coffee_package_recipe add constraint coffee_package_recipe_organization_id_recipe_id_version_fkey FOREIGN KEY (organization_id, recipe_id, version) REFERENCES coffee_recipe_version(organization_id, recipe_id, version);
alter table coffee_package_recipe add constraint coffee_package_recipe_pkey PRIMARY KEY (organization_id, package_id, recipe_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.coffee_package_recipe FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table coffee_package_recipe enable row level security;
create policy limited_delete on coffee_package_recipe for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_package_recipe for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_package_recipe for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_package_recipe for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on coffee_package_recipe to counterfoil_app;

create table coffee_product_day (
  organization_id uuid not null,
  scope_id uuid not null,
  sold_on date not null,
  product text not null,
  currency text not null,
  items integer default 0 not null,
  amount_minor bigint default 0 not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=2000);
alter table coffee_product_day add constraint coffee_product_day_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_product_day add constraint coffee_product_day_pkey PRIMARY KEY (organization_id, scope_id, sold_on, product, currency);
alter table coffee_product_day enable row level security;
create policy limited on coffee_product_day for all to counterfoil_app using (((app_limit_id() IS NULL) OR (scope_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (scope_id = app_limit_id())));
create policy organization on coffee_product_day for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_product_day to counterfoil_app;

create table coffee_recipe (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  version integer not null,
  active boolean default true not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table coffee_recipe add constraint coffee_recipe_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'::text));
alter table coffee_recipe add constraint coffee_recipe_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table coffee_recipe add constraint coffee_recipe_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_recipe add constraint coffee_recipe_pkey PRIMARY KEY (organization_id, id);
alter table coffee_recipe add constraint coffee_recipe_version_check CHECK ((version > 0));
CREATE UNIQUE INDEX coffee_recipe_code ON public.coffee_recipe USING btree (organization_id, code);
alter table coffee_recipe enable row level security;
create policy limited_delete on coffee_recipe for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_recipe for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_recipe for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_recipe for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_recipe to counterfoil_app;

create table coffee_recipe_version (
  organization_id uuid not null,
  recipe_id uuid not null,
  version integer not null,
  body jsonb not null,
  note text default ''::text not null,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table coffee_recipe_version add constraint coffee_recipe_version_note_check CHECK ((char_length(note) <= 500));
alter table coffee_recipe_version add constraint coffee_recipe_version_organization_id_recipe_id_fkey FOREIGN KEY (organization_id, recipe_id) REFERENCES coffee_recipe(organization_id, id);
alter table coffee_recipe_version add constraint coffee_recipe_version_pkey PRIMARY KEY (organization_id, recipe_id, version);
alter table coffee_recipe_version add constraint coffee_recipe_version_version_check CHECK ((version > 0));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.coffee_recipe_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
alter table coffee_recipe_version enable row level security;
create policy limited_delete on coffee_recipe_version for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_recipe_version for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_recipe_version for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_recipe_version for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on coffee_recipe_version to counterfoil_app;

create table coffee_refill (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  "position" integer not null,
  material_id uuid,
  source text not null,
  amount_milli bigint,
  filled_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  by_id uuid,
  by_name text default ''::text not null,
  note text default ''::text not null
);
alter table coffee_refill add constraint coffee_refill_amount_milli_check CHECK ((amount_milli >= 0));
alter table coffee_refill add constraint coffee_refill_by_name_check CHECK ((char_length(by_name) <= 200));
alter table coffee_refill add constraint coffee_refill_note_check CHECK ((char_length(note) <= 500));
alter table coffee_refill add constraint coffee_refill_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_refill add constraint coffee_refill_organization_id_material_id_fkey FOREIGN KEY (organization_id, material_id) REFERENCES coffee_material(organization_id, id);
alter table coffee_refill add constraint coffee_refill_pkey PRIMARY KEY (organization_id, id);
alter table coffee_refill add constraint coffee_refill_position_check CHECK ((("position" >= 1) AND ("position" <= 40)));
alter table coffee_refill add constraint coffee_refill_source_check CHECK ((source = ANY (ARRAY['measured'::text, 'person'::text])));
CREATE INDEX coffee_refill_machine ON public.coffee_refill USING btree (organization_id, machine_id, id);
CREATE UNIQUE INDEX coffee_refill_once ON public.coffee_refill USING btree (organization_id, machine_id, "position", source, filled_at);
alter table coffee_refill enable row level security;
create policy limited on coffee_refill for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_refill for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_refill to counterfoil_app;

create table coffee_refund (
  organization_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  reason text not null,
  way text not null,
  state text not null,
  attempt_id uuid,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table coffee_refund add constraint coffee_refund_amount_minor_check CHECK ((amount_minor > 0));
alter table coffee_refund add constraint coffee_refund_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_refund add constraint coffee_refund_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_refund add constraint coffee_refund_pkey PRIMARY KEY (organization_id, id);
alter table coffee_refund add constraint coffee_refund_reason_check CHECK (((reason <> ''::text) AND (char_length(reason) <= 500)));
alter table coffee_refund add constraint coffee_refund_state_check CHECK ((state = ANY (ARRAY['done'::text, 'under_way'::text, 'failed'::text])));
alter table coffee_refund add constraint coffee_refund_way_check CHECK ((way = ANY (ARRAY['by_hand'::text, 'provider'::text])));
CREATE UNIQUE INDEX coffee_refund_attempt ON public.coffee_refund USING btree (organization_id, attempt_id) WHERE (attempt_id IS NOT NULL);
CREATE INDEX coffee_refund_order ON public.coffee_refund USING btree (organization_id, order_id);
alter table coffee_refund enable row level security;
create policy limited on coffee_refund for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_refund for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_refund to counterfoil_app;

create table coffee_rollout (
  organization_id uuid not null,
  id uuid not null,
  merchant_id uuid,
  package_id uuid not null,
  chosen_by jsonb not null,
  stages integer[] not null,
  stage integer default 0 not null,
  enough_percent integer not null,
  failure_percent integer not null,
  stage_minutes integer not null,
  state text default 'running'::text not null,
  reason text,
  machines integer not null,
  by_name text not null,
  created_at timestamp with time zone not null,
  stage_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
alter table coffee_rollout add constraint coffee_rollout_check CHECK (((stage >= 0) AND (stage <= (cardinality(stages) - 1))));
alter table coffee_rollout add constraint coffee_rollout_check1 CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['running'::text, 'paused'::text, 'rolling_back'::text]))));
alter table coffee_rollout add constraint coffee_rollout_enough_percent_check CHECK (((enough_percent >= 1) AND (enough_percent <= 100)));
alter table coffee_rollout add constraint coffee_rollout_failure_percent_check CHECK (((failure_percent >= 0) AND (failure_percent <= 99)));
alter table coffee_rollout add constraint coffee_rollout_machines_check CHECK ((machines > 0));
alter table coffee_rollout add constraint coffee_rollout_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_rollout add constraint coffee_rollout_organization_id_merchant_id_fkey FOREIGN KEY (organization_id, merchant_id) REFERENCES coffee_merchant(organization_id, id);
alter table coffee_rollout add constraint coffee_rollout_organization_id_package_id_fkey FOREIGN KEY (organization_id, package_id) REFERENCES coffee_package(organization_id, id);
alter table coffee_rollout add constraint coffee_rollout_pkey PRIMARY KEY (organization_id, id);
alter table coffee_rollout add constraint coffee_rollout_reason_check CHECK ((reason = ANY (ARRAY['person'::text, 'failures'::text, 'too_few'::text])));
alter table coffee_rollout add constraint coffee_rollout_stage_minutes_check CHECK (((stage_minutes >= 5) AND (stage_minutes <= 10080)));
alter table coffee_rollout add constraint coffee_rollout_stages_check CHECK ((((cardinality(stages) >= 1) AND (cardinality(stages) <= 10)) AND (stages[cardinality(stages)] = 100)));
alter table coffee_rollout add constraint coffee_rollout_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'rolling_back'::text, 'completed'::text, 'rolled_back'::text, 'rollback_failed'::text, 'cancelled'::text])));
CREATE INDEX coffee_rollout_open ON public.coffee_rollout USING btree (organization_id) WHERE (ended_at IS NULL);
alter table coffee_rollout enable row level security;
create policy limited on coffee_rollout for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_rollout for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_rollout to counterfoil_app;

create table coffee_rollout_machine (
  organization_id uuid not null,
  rollout_id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  "position" integer not null,
  stage integer not null,
  state text default 'waiting'::text not null,
  open boolean default true not null,
  before_package_id uuid,
  command_id uuid,
  back_command_id uuid,
  changed_at timestamp with time zone not null
);
alter table coffee_rollout_machine add constraint coffee_rollout_machine_organization_id_before_package_id_fkey FOREIGN KEY (organization_id, before_package_id) REFERENCES coffee_package(organization_id, id);
alter table coffee_rollout_machine add constraint coffee_rollout_machine_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_rollout_machine add constraint coffee_rollout_machine_organization_id_rollout_id_fkey FOREIGN KEY (organization_id, rollout_id) REFERENCES coffee_rollout(organization_id, id);
alter table coffee_rollout_machine add constraint coffee_rollout_machine_pkey PRIMARY KEY (organization_id, rollout_id, machine_id);
alter table coffee_rollout_machine add constraint coffee_rollout_machine_position_check CHECK (("position" > 0));
alter table coffee_rollout_machine add constraint coffee_rollout_machine_stage_check CHECK ((stage >= 0));
alter table coffee_rollout_machine add constraint coffee_rollout_machine_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'told'::text, 'succeeded'::text, 'failed'::text, 'silent'::text, 'missed'::text, 'returning'::text, 'returned'::text, 'stuck'::text])));
CREATE UNIQUE INDEX coffee_rollout_machine_open ON public.coffee_rollout_machine USING btree (organization_id, machine_id) WHERE open;
CREATE UNIQUE INDEX coffee_rollout_machine_place ON public.coffee_rollout_machine USING btree (organization_id, rollout_id, "position");
CREATE INDEX coffee_rollout_machine_stuck ON public.coffee_rollout_machine USING btree (organization_id, machine_id) WHERE (state = 'stuck'::text);
alter table coffee_rollout_machine enable row level security;
create policy limited on coffee_rollout_machine for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_rollout_machine for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_rollout_machine to counterfoil_app;

create table coffee_scope_hour (
  organization_id uuid not null,
  scope_id uuid not null,
  hour_at timestamp with time zone not null,
  currency text not null,
  sold_on date not null,
  orders integer default 0 not null,
  amount_minor bigint default 0 not null,
  refunded_minor bigint default 0 not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=1, autovacuum_analyze_threshold=2000);
alter table coffee_scope_hour add constraint coffee_scope_hour_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table coffee_scope_hour add constraint coffee_scope_hour_pkey PRIMARY KEY (organization_id, scope_id, hour_at, currency);
alter table coffee_scope_hour enable row level security;
create policy limited on coffee_scope_hour for all to counterfoil_app using (((app_limit_id() IS NULL) OR (scope_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (scope_id = app_limit_id())));
create policy organization on coffee_scope_hour for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_scope_hour to counterfoil_app;

create table coffee_service_hours (
  organization_id uuid not null,
  scope_id uuid not null,
  windows jsonb not null,
  updated_at timestamp with time zone not null
);
alter table coffee_service_hours add constraint coffee_service_hours_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_service_hours add constraint coffee_service_hours_pkey PRIMARY KEY (organization_id, scope_id);
alter table coffee_service_hours enable row level security;
create policy limited_delete on coffee_service_hours for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_service_hours for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_service_hours for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_service_hours for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_service_hours to counterfoil_app;

create table coffee_status (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  said_at timestamp with time zone,
  status text not null,
  temperature_dc integer,
  errors text[] default '{}'::text[] not null,
  bins jsonb default '[]'::jsonb not null
) partition by RANGE (id);
alter table coffee_status add constraint coffee_status_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_status add constraint coffee_status_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX coffee_status_machine ON ONLY public.coffee_status USING btree (organization_id, machine_id, id);
alter table coffee_status enable row level security;
create policy limited on coffee_status for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_status for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_status to counterfoil_app;

create table coffee_status_hour (
  organization_id uuid not null,
  machine_id uuid not null,
  hour_at timestamp with time zone not null,
  merchant_id uuid not null,
  reports integer not null,
  faults integer not null,
  measured integer not null,
  temperature_sum_dc bigint not null,
  lowest_dc integer,
  highest_dc integer,
  status text not null
);
alter table coffee_status_hour add constraint coffee_status_hour_check CHECK (((faults >= 0) AND (faults <= reports)));
alter table coffee_status_hour add constraint coffee_status_hour_check1 CHECK (((measured >= 0) AND (measured <= reports)));
alter table coffee_status_hour add constraint coffee_status_hour_check2 CHECK (((measured = 0) = (lowest_dc IS NULL)));
alter table coffee_status_hour add constraint coffee_status_hour_check3 CHECK (((lowest_dc IS NULL) = (highest_dc IS NULL)));
alter table coffee_status_hour add constraint coffee_status_hour_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_status_hour add constraint coffee_status_hour_pkey PRIMARY KEY (organization_id, machine_id, hour_at, merchant_id);
alter table coffee_status_hour add constraint coffee_status_hour_reports_check CHECK ((reports > 0));
CREATE INDEX coffee_status_hour_age ON public.coffee_status_hour USING btree (organization_id, hour_at);
alter table coffee_status_hour enable row level security;
create policy limited on coffee_status_hour for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_status_hour for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_status_hour to counterfoil_app;

create table coffee_status_progress (
  organization_id uuid not null,
  through_at timestamp with time zone not null
);
alter table coffee_status_progress add constraint coffee_status_progress_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_status_progress add constraint coffee_status_progress_pkey PRIMARY KEY (organization_id);
alter table coffee_status_progress enable row level security;
create policy limited_delete on coffee_status_progress for delete to counterfoil_app using ((app_limit_id() IS NULL));
create policy limited_insert on coffee_status_progress for insert to counterfoil_app with check ((app_limit_id() IS NULL));
create policy limited_update on coffee_status_progress for update to counterfoil_app using ((app_limit_id() IS NULL));
create policy organization on coffee_status_progress for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_status_progress to counterfoil_app;

create table coffee_stock_span (
  organization_id uuid not null,
  id uuid not null,
  machine_id uuid not null,
  merchant_id uuid not null,
  material_id uuid not null,
  "position" integer not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  capacity_milli bigint not null,
  used_milli bigint not null,
  reckoned_milli bigint not null,
  unknown_items integer not null
);
alter table coffee_stock_span add constraint coffee_stock_span_capacity_milli_check CHECK ((capacity_milli > 0));
alter table coffee_stock_span add constraint coffee_stock_span_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_stock_span add constraint coffee_stock_span_organization_id_material_id_fkey FOREIGN KEY (organization_id, material_id) REFERENCES coffee_material(organization_id, id);
alter table coffee_stock_span add constraint coffee_stock_span_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX coffee_stock_span_machine ON public.coffee_stock_span USING btree (organization_id, machine_id, to_at);
alter table coffee_stock_span enable row level security;
create policy limited on coffee_stock_span for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_stock_span for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_stock_span to counterfoil_app;

create table coffee_use_day (
  organization_id uuid not null,
  machine_id uuid not null,
  material_id uuid not null,
  used_on date not null,
  merchant_id uuid not null,
  milli bigint not null
) with (fillfactor=85);
alter table coffee_use_day add constraint coffee_use_day_organization_id_machine_id_fkey FOREIGN KEY (organization_id, machine_id) REFERENCES coffee_machine(organization_id, id);
alter table coffee_use_day add constraint coffee_use_day_organization_id_material_id_fkey FOREIGN KEY (organization_id, material_id) REFERENCES coffee_material(organization_id, id);
alter table coffee_use_day add constraint coffee_use_day_pkey PRIMARY KEY (organization_id, machine_id, material_id, used_on);
alter table coffee_use_day enable row level security;
create policy limited on coffee_use_day for all to counterfoil_app using (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (merchant_id = app_limit_id())));
create policy organization on coffee_use_day for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_use_day to counterfoil_app;

create table coffee_watch (
  organization_id uuid not null,
  looked_at timestamp with time zone not null,
  since_at timestamp with time zone not null,
  rates_at timestamp with time zone,
  rates_after uuid,
  stock_at timestamp with time zone
);
alter table coffee_watch add constraint coffee_watch_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table coffee_watch add constraint coffee_watch_pkey PRIMARY KEY (organization_id);
alter table coffee_watch enable row level security;
create policy limited on coffee_watch for all to counterfoil_app using ((app_limit_id() IS NULL)) with check ((app_limit_id() IS NULL));
create policy organization on coffee_watch for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on coffee_watch to counterfoil_app;

create table conversation (
  organization_id uuid not null,
  id uuid not null,
  channel text not null,
  account text not null,
  address text not null,
  person_id uuid not null,
  display_name text,
  language text not null,
  mode text default 'flow'::text not null,
  taken_by_id text,
  taken_by_name text,
  taken_at timestamp with time zone,
  blocked_at timestamp with time zone,
  last_inbound_at timestamp with time zone,
  last_message_at timestamp with time zone not null,
  last_text text default ''::text not null,
  unread integer default 0 not null,
  created_at timestamp with time zone not null,
  thread text
) with (fillfactor=85);
alter table conversation add constraint conversation_address_check CHECK (((address <> ''::text) AND (char_length(address) <= 200)));
alter table conversation add constraint conversation_channel_check CHECK ((channel ~ '^[a-z][a-z0-9_]{0,39}$'::text));
alter table conversation add constraint conversation_display_name_check CHECK ((char_length(display_name) <= 255));
alter table conversation add constraint conversation_mode_check CHECK ((mode = ANY (ARRAY['flow'::text, 'staff'::text])));
alter table conversation add constraint conversation_organization_id_channel_account_address_key UNIQUE (organization_id, channel, account, address);
alter table conversation add constraint conversation_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table conversation add constraint conversation_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES person(organization_id, id);
alter table conversation add constraint conversation_pkey PRIMARY KEY (organization_id, id);
alter table conversation add constraint conversation_thread_check CHECK (((thread <> ''::text) AND (char_length(thread) <= 40)));
alter table conversation add constraint conversation_unread_check CHECK ((unread >= 0));
CREATE INDEX conversation_latest ON public.conversation USING btree (organization_id, last_message_at DESC, id DESC);
CREATE INDEX conversation_person ON public.conversation USING btree (organization_id, person_id);
alter table conversation enable row level security;
create policy organization on conversation for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on conversation to counterfoil_app;

create table conversation_message (
  organization_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  direction text not null,
  kind text not null,
  author text not null,
  author_id text,
  author_name text,
  body text default ''::text not null,
  choices jsonb,
  choice_id text,
  file_id uuid,
  fault text,
  event_id uuid,
  message_id uuid,
  created_at timestamp with time zone not null,
  asks_type text,
  asks_id uuid
) partition by RANGE (id);
alter table conversation_message add constraint conversation_message_asks_check CHECK (((asks_type IS NULL) = (asks_id IS NULL)));
alter table conversation_message add constraint conversation_message_author_check CHECK ((author = ANY (ARRAY['person'::text, 'flow'::text, 'staff'::text, 'system'::text])));
alter table conversation_message add constraint conversation_message_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])));
alter table conversation_message add constraint conversation_message_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'choice'::text, 'image'::text, 'document'::text, 'other'::text, 'note'::text])));
alter table conversation_message add constraint conversation_message_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation(organization_id, id);
alter table conversation_message add constraint conversation_message_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX conversation_message_asks ON ONLY public.conversation_message USING btree (organization_id, asks_id) WHERE (asks_id IS NOT NULL);
CREATE INDEX conversation_message_order ON ONLY public.conversation_message USING btree (organization_id, conversation_id, id);
CREATE TRIGGER keys AFTER DELETE ON public.conversation_message REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_keys('conversation_message_key', 'event_id');
alter table conversation_message enable row level security;
create policy organization on conversation_message for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on conversation_message to counterfoil_app;

create table conversation_message_key (
  organization_id uuid not null,
  event_id uuid not null,
  id uuid not null
);
alter table conversation_message_key add constraint conversation_message_key_pkey PRIMARY KEY (organization_id, event_id);
alter table conversation_message_key enable row level security;
create policy organization on conversation_message_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select on conversation_message_key to counterfoil_app;

create table conversation_state (
  organization_id uuid not null,
  conversation_id uuid not null,
  flow text,
  state text,
  data jsonb default '{}'::jsonb not null,
  stack jsonb default '[]'::jsonb not null,
  offered jsonb default '[]'::jsonb not null,
  expires_at timestamp with time zone,
  updated_at timestamp with time zone not null
) with (fillfactor=85);
alter table conversation_state add constraint conversation_state_check CHECK (((flow IS NULL) = (state IS NULL)));
alter table conversation_state add constraint conversation_state_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation(organization_id, id);
alter table conversation_state add constraint conversation_state_pkey PRIMARY KEY (organization_id, conversation_id);
CREATE INDEX conversation_state_expiry ON public.conversation_state USING btree (expires_at) WHERE (expires_at IS NOT NULL);
alter table conversation_state enable row level security;
create policy organization on conversation_state for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on conversation_state to counterfoil_app;

create table credential (
  organization_id uuid not null,
  id uuid not null,
  subject_type text not null,
  subject_id uuid not null,
  version integer default 1 not null,
  revoked_at timestamp with time zone,
  reason text,
  created_at timestamp with time zone not null,
  reissued_at timestamp with time zone
);
alter table credential add constraint credential_check CHECK (((revoked_at IS NOT NULL) OR (reason IS NULL)));
alter table credential add constraint credential_pkey PRIMARY KEY (organization_id, id);
alter table credential add constraint credential_subject_type_check CHECK ((subject_type <> ''::text));
alter table credential add constraint credential_version_check CHECK (((version >= 1) AND (version <= 65535)));
CREATE UNIQUE INDEX credential_subject ON public.credential USING btree (organization_id, subject_id, subject_type);
alter table credential enable row level security;
create policy organization on credential for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on credential to counterfoil_app;

create table credential_key (
  organization_id uuid not null,
  id text not null,
  algorithm text not null,
  public_key text,
  sealed_key text not null,
  state text default 'active'::text not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  revoked_at timestamp with time zone,
  reason text
);
alter table credential_key add constraint credential_key_algorithm_check CHECK ((algorithm = ANY (ARRAY['ed25519'::text, 'hmac-sha256'::text])));
alter table credential_key add constraint credential_key_check CHECK (((algorithm = 'ed25519'::text) = (public_key IS NOT NULL)));
alter table credential_key add constraint credential_key_check1 CHECK (((state = 'active'::text) = (retired_at IS NULL)));
alter table credential_key add constraint credential_key_check2 CHECK (((state = 'revoked'::text) = (revoked_at IS NOT NULL)));
alter table credential_key add constraint credential_key_id_check CHECK ((id ~ '^[0-9a-f]{8}$'::text));
alter table credential_key add constraint credential_key_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table credential_key add constraint credential_key_pkey PRIMARY KEY (organization_id, id);
alter table credential_key add constraint credential_key_public_key_check CHECK ((public_key ~ '^[A-Za-z0-9_-]{43}$'::text));
alter table credential_key add constraint credential_key_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text, 'revoked'::text])));
CREATE UNIQUE INDEX credential_key_active ON public.credential_key USING btree (organization_id) WHERE (state = 'active'::text);
alter table credential_key enable row level security;
create policy organization on credential_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on credential_key to counterfoil_app;

create table database_login (
  only_row boolean default true not null,
  password text not null
);
alter table database_login add constraint database_login_only_row_check CHECK (only_row);
alter table database_login add constraint database_login_pkey PRIMARY KEY (only_row);
alter table database_login enable row level security;

create table demo_part (
  organization_id uuid not null,
  part text not null,
  seeded_at timestamp with time zone default now() not null
);
alter table demo_part add constraint demo_part_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table demo_part add constraint demo_part_pkey PRIMARY KEY (organization_id, part);
alter table demo_part enable row level security;
create policy organization on demo_part for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on demo_part to counterfoil_app;

create table device (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  code_hash bytea,
  code_expires_at timestamp with time zone,
  public_key text,
  firmware text,
  valid_until timestamp with time zone,
  enrolled_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by_name text
) with (autovacuum_analyze_scale_factor=5);
alter table device add constraint device_check CHECK (((code_hash IS NULL) = (code_expires_at IS NULL)));
alter table device add constraint device_check1 CHECK (((revoked_at IS NULL) = (revoked_by_name IS NULL)));
alter table device add constraint device_code_hash_key UNIQUE (code_hash);
alter table device add constraint device_firmware_check CHECK ((char_length(firmware) <= 80));
alter table device add constraint device_kind_check CHECK (((kind <> ''::text) AND (char_length(kind) <= 60)));
alter table device add constraint device_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 80)));
alter table device add constraint device_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table device add constraint device_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX device_name ON public.device USING btree (organization_id, lower(name)) WHERE (revoked_at IS NULL);
alter table device enable row level security;
create policy organization on device for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on device to counterfoil_app;

create table device_token (
  organization_id uuid not null,
  id uuid not null,
  device_id uuid not null,
  token_hash bytea not null,
  used_at timestamp with time zone,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null
);
alter table device_token add constraint device_token_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id) ON DELETE CASCADE;
alter table device_token add constraint device_token_pkey PRIMARY KEY (organization_id, id);
alter table device_token add constraint device_token_token_hash_key UNIQUE (token_hash);
CREATE INDEX device_token_device ON public.device_token USING btree (organization_id, device_id);
alter table device_token enable row level security;
create policy organization on device_token for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on device_token to counterfoil_app;

create table document (
  organization_id uuid not null,
  id uuid not null,
  series text not null,
  number bigint not null,
  formatted_number text not null,
  issued_at timestamp with time zone not null,
  subject_type text not null,
  subject_id uuid not null,
  snapshot jsonb not null,
  corrects_id uuid,
  corrects_what uuid
);
alter table document add constraint document_check CHECK (((series = 'credit_note'::text) = (corrects_id IS NOT NULL)));
alter table document add constraint document_check1 CHECK (((corrects_id IS NULL) = (corrects_what IS NULL)));
alter table document add constraint document_organization_id_corrects_id_fkey FOREIGN KEY (organization_id, corrects_id) REFERENCES document(organization_id, id);
alter table document add constraint document_organization_id_series_fkey FOREIGN KEY (organization_id, series) REFERENCES document_counter(organization_id, series);
alter table document add constraint document_organization_id_series_formatted_number_key UNIQUE (organization_id, series, formatted_number);
alter table document add constraint document_organization_id_series_number_key UNIQUE (organization_id, series, number);
alter table document add constraint document_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX document_corrects ON public.document USING btree (organization_id, corrects_id, corrects_what) WHERE (corrects_id IS NOT NULL);
CREATE INDEX document_subject ON public.document USING btree (organization_id, subject_id, subject_type, id);
CREATE TRIGGER document_immutable BEFORE DELETE OR UPDATE ON public.document FOR EACH ROW EXECUTE FUNCTION document_is_immutable();
CREATE TRIGGER document_not_truncated BEFORE TRUNCATE ON public.document FOR EACH STATEMENT EXECUTE FUNCTION document_is_immutable();
alter table document enable row level security;
create policy organization on document for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on document to counterfoil_app;

create table document_block (
  organization_id uuid not null,
  id uuid not null,
  series text not null,
  prefix text not null,
  first_number bigint not null,
  last_number bigint not null,
  device text not null,
  holder_id uuid not null,
  holder_name text not null,
  reserved_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by_name text,
  close_reason text
);
alter table document_block add constraint document_block_check CHECK ((last_number >= first_number));
alter table document_block add constraint document_block_check1 CHECK ((((closed_at IS NULL) = (closed_by_name IS NULL)) AND ((closed_at IS NULL) = (close_reason IS NULL))));
alter table document_block add constraint document_block_close_reason_check CHECK (((close_reason <> ''::text) AND (char_length(close_reason) <= 500)));
alter table document_block add constraint document_block_device_check CHECK (((char_length(device) >= 8) AND (char_length(device) <= 64)));
alter table document_block add constraint document_block_organization_id_series_first_number_key UNIQUE (organization_id, series, first_number);
alter table document_block add constraint document_block_organization_id_series_fkey FOREIGN KEY (organization_id, series) REFERENCES document_counter(organization_id, series);
alter table document_block add constraint document_block_pkey PRIMARY KEY (organization_id, id);
alter table document_block add constraint document_block_prefix_check CHECK ((char_length(prefix) <= 40));
CREATE INDEX document_block_holder ON public.document_block USING btree (organization_id, holder_id, id);
alter table document_block enable row level security;
create policy organization on document_block for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on document_block to counterfoil_app;

create table document_counter (
  organization_id uuid not null,
  series text not null,
  last_number bigint not null
);
alter table document_counter add constraint document_counter_last_number_check CHECK ((last_number > 0));
alter table document_counter add constraint document_counter_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE RESTRICT;
alter table document_counter add constraint document_counter_pkey PRIMARY KEY (organization_id, series);
alter table document_counter add constraint document_counter_series_check CHECK ((series = ANY (ARRAY['receipt'::text, 'invoice'::text, 'credit_note'::text])));
alter table document_counter enable row level security;
create policy organization on document_counter for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on document_counter to counterfoil_app;

create table electricity_agent (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  account_id uuid,
  currency text not null,
  limit_minor bigint not null,
  owed_minor bigint default 0 not null,
  active boolean default true not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table electricity_agent add constraint electricity_agent_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{6}$'::text));
alter table electricity_agent add constraint electricity_agent_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_agent add constraint electricity_agent_limit_minor_check CHECK ((limit_minor >= 0));
alter table electricity_agent add constraint electricity_agent_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table electricity_agent add constraint electricity_agent_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_agent add constraint electricity_agent_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table electricity_agent add constraint electricity_agent_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX electricity_agent_account ON public.electricity_agent USING btree (organization_id, account_id) WHERE (account_id IS NOT NULL);
CREATE UNIQUE INDEX electricity_agent_code ON public.electricity_agent USING btree (organization_id, code);
alter table electricity_agent enable row level security;
create policy organization on electricity_agent for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_agent to counterfoil_app;

create table electricity_agent_close (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  closed_on date not null,
  vouchers integer not null,
  sold_minor bigint not null,
  handed_minor bigint not null,
  owed_minor bigint not null,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_agent_close add constraint electricity_agent_close_handed_minor_check CHECK ((handed_minor >= 0));
alter table electricity_agent_close add constraint electricity_agent_close_organization_id_agent_id_fkey FOREIGN KEY (organization_id, agent_id) REFERENCES electricity_agent(organization_id, id);
alter table electricity_agent_close add constraint electricity_agent_close_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX electricity_agent_close_day ON public.electricity_agent_close USING btree (organization_id, agent_id, closed_on);
alter table electricity_agent_close enable row level security;
create policy organization on electricity_agent_close for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_agent_close to counterfoil_app;

create table electricity_agent_move (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  kind text not null,
  vouchers integer not null,
  amount_minor bigint not null,
  close_id uuid,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_agent_move add constraint electricity_agent_move_amount_minor_check CHECK ((amount_minor >= 0));
alter table electricity_agent_move add constraint electricity_agent_move_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'return'::text, 'handed'::text])));
alter table electricity_agent_move add constraint electricity_agent_move_organization_id_agent_id_fkey FOREIGN KEY (organization_id, agent_id) REFERENCES electricity_agent(organization_id, id);
alter table electricity_agent_move add constraint electricity_agent_move_organization_id_close_id_fkey FOREIGN KEY (organization_id, close_id) REFERENCES electricity_agent_close(organization_id, id);
alter table electricity_agent_move add constraint electricity_agent_move_pkey PRIMARY KEY (organization_id, id);
alter table electricity_agent_move add constraint electricity_agent_move_vouchers_check CHECK ((vouchers >= 0));
CREATE INDEX electricity_agent_move_agent ON public.electricity_agent_move USING btree (organization_id, agent_id, id);
CREATE INDEX electricity_agent_move_open ON public.electricity_agent_move USING btree (organization_id, agent_id) WHERE (close_id IS NULL);
alter table electricity_agent_move enable row level security;
create policy organization on electricity_agent_move for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_agent_move to counterfoil_app;

create table electricity_alert (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  customer_id uuid not null,
  kind text not null,
  subject_id uuid,
  detail jsonb not null,
  opened_at timestamp with time zone not null,
  cleared_at timestamp with time zone
);
alter table electricity_alert add constraint electricity_alert_kind_check CHECK ((kind = ANY (ARRAY['low_balance'::text, 'days_left'::text, 'unusual'::text, 'over_limit'::text, 'silent'::text, 'payment'::text])));
alter table electricity_alert add constraint electricity_alert_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_alert add constraint electricity_alert_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_alert add constraint electricity_alert_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX electricity_alert_customer ON public.electricity_alert USING btree (organization_id, customer_id, id);
CREATE INDEX electricity_alert_meter ON public.electricity_alert USING btree (organization_id, meter_id, id);
CREATE UNIQUE INDEX electricity_alert_open ON public.electricity_alert USING btree (organization_id, meter_id, kind) WHERE (cleared_at IS NULL);
CREATE UNIQUE INDEX electricity_alert_subject ON public.electricity_alert USING btree (organization_id, kind, subject_id) WHERE (subject_id IS NOT NULL);
CREATE TRIGGER electricity_alert_cleared AFTER UPDATE OF cleared_at ON public.electricity_alert FOR EACH ROW WHEN (((old.cleared_at IS NULL) AND (new.cleared_at IS NOT NULL))) EXECUTE FUNCTION electricity_alert_told();
CREATE TRIGGER electricity_alert_opened AFTER INSERT ON public.electricity_alert FOR EACH ROW WHEN ((new.cleared_at IS NULL)) EXECUTE FUNCTION electricity_alert_told();
alter table electricity_alert enable row level security;
create policy organization on electricity_alert for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_alert to counterfoil_app;

create table electricity_balance (
  organization_id uuid not null,
  meter_id uuid not null,
  balance_wh bigint default 0 not null,
  series integer default 1 not null,
  register_wh bigint,
  read_at timestamp with time zone,
  credits bigint default 0 not null,
  bought bigint default 0 not null,
  updated_at timestamp with time zone not null
) with (fillfactor=70, autovacuum_analyze_scale_factor=5);
alter table electricity_balance add constraint electricity_balance_check CHECK (((register_wh IS NULL) = (read_at IS NULL)));
alter table electricity_balance add constraint electricity_balance_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_balance add constraint electricity_balance_pkey PRIMARY KEY (organization_id, meter_id);
alter table electricity_balance enable row level security;
create policy organization on electricity_balance for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_balance to counterfoil_app;

create table electricity_building (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null,
  place text default ''::text not null,
  created_at timestamp with time zone not null
);
alter table electricity_building add constraint electricity_building_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table electricity_building add constraint electricity_building_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_building add constraint electricity_building_organization_id_customer_id_id_key UNIQUE (organization_id, customer_id, id);
alter table electricity_building add constraint electricity_building_organization_id_customer_id_name_key UNIQUE (organization_id, customer_id, name);
alter table electricity_building add constraint electricity_building_pkey PRIMARY KEY (organization_id, id);
alter table electricity_building add constraint electricity_building_place_check CHECK ((char_length(place) <= 255));
alter table electricity_building enable row level security;
create policy organization on electricity_building for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_building to counterfoil_app;

create table electricity_claim (
  organization_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  number text not null,
  customer_id uuid,
  kind text,
  name text,
  note text default ''::text not null,
  state text default 'waiting'::text not null,
  reason text default ''::text not null,
  decided_by_name text,
  decided_at timestamp with time zone,
  created_at timestamp with time zone not null
);
alter table electricity_claim add constraint electricity_claim_check CHECK (((customer_id IS NULL) = ((kind IS NOT NULL) AND (name IS NOT NULL))));
alter table electricity_claim add constraint electricity_claim_kind_check CHECK ((kind = ANY (ARRAY['household'::text, 'institution'::text])));
alter table electricity_claim add constraint electricity_claim_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 255)));
alter table electricity_claim add constraint electricity_claim_note_check CHECK ((char_length(note) <= 500));
alter table electricity_claim add constraint electricity_claim_number_check CHECK ((number ~ '^(\d{11}|\d{13})$'::text));
alter table electricity_claim add constraint electricity_claim_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_claim add constraint electricity_claim_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_claim add constraint electricity_claim_pkey PRIMARY KEY (organization_id, id);
alter table electricity_claim add constraint electricity_claim_reason_check CHECK ((char_length(reason) <= 500));
alter table electricity_claim add constraint electricity_claim_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text])));
CREATE INDEX electricity_claim_state ON public.electricity_claim USING btree (organization_id, state, id);
CREATE UNIQUE INDEX electricity_claim_waiting ON public.electricity_claim USING btree (organization_id, account_id, number) WHERE (state = 'waiting'::text);
alter table electricity_claim enable row level security;
create policy organization on electricity_claim for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_claim to counterfoil_app;

create table electricity_credit (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  device_id uuid not null,
  number bigint not null,
  wh bigint not null,
  entry_id uuid,
  created_at timestamp with time zone not null,
  acknowledged_at timestamp with time zone
);
alter table electricity_credit add constraint electricity_credit_number_check CHECK ((number > 0));
alter table electricity_credit add constraint electricity_credit_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id);
alter table electricity_credit add constraint electricity_credit_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_credit add constraint electricity_credit_organization_id_meter_id_number_key UNIQUE (organization_id, meter_id, number);
alter table electricity_credit add constraint electricity_credit_pkey PRIMARY KEY (organization_id, id);
alter table electricity_credit add constraint electricity_credit_wh_check CHECK ((wh <> 0));
CREATE UNIQUE INDEX electricity_credit_entry ON public.electricity_credit USING btree (organization_id, entry_id) WHERE (entry_id IS NOT NULL);
CREATE INDEX electricity_credit_waiting ON public.electricity_credit USING btree (organization_id, device_id, number) WHERE (acknowledged_at IS NULL);
alter table electricity_credit enable row level security;
create policy organization on electricity_credit for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_credit to counterfoil_app;

create table electricity_customer (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_customer add constraint electricity_customer_kind_check CHECK ((kind = ANY (ARRAY['household'::text, 'institution'::text])));
alter table electricity_customer add constraint electricity_customer_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 255)));
alter table electricity_customer add constraint electricity_customer_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table electricity_customer add constraint electricity_customer_pkey PRIMARY KEY (organization_id, id);
alter table electricity_customer enable row level security;
create policy organization on electricity_customer for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_customer to counterfoil_app;

create table electricity_department (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_department add constraint electricity_department_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table electricity_department add constraint electricity_department_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_department add constraint electricity_department_organization_id_customer_id_id_key UNIQUE (organization_id, customer_id, id);
alter table electricity_department add constraint electricity_department_organization_id_customer_id_name_key UNIQUE (organization_id, customer_id, name);
alter table electricity_department add constraint electricity_department_pkey PRIMARY KEY (organization_id, id);
alter table electricity_department enable row level security;
create policy organization on electricity_department for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_department to counterfoil_app;

create table electricity_entry (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  kind text not null,
  wh bigint not null,
  source_id uuid not null,
  reason text default ''::text not null,
  actor_name text not null,
  created_at timestamp with time zone not null
) partition by RANGE (id);
alter table electricity_entry add constraint electricity_entry_check CHECK (
CASE
    WHEN (kind = ANY (ARRAY['purchase'::text, 'voucher'::text])) THEN (wh > 0)
    ELSE ((kind = 'adjustment'::text) OR (wh < 0))
END);
alter table electricity_entry add constraint electricity_entry_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'voucher'::text, 'consumption'::text, 'adjustment'::text, 'refund'::text])));
alter table electricity_entry add constraint electricity_entry_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_entry add constraint electricity_entry_pkey PRIMARY KEY (organization_id, id);
alter table electricity_entry add constraint electricity_entry_reason_check CHECK ((char_length(reason) <= 500));
alter table electricity_entry add constraint electricity_entry_wh_check CHECK ((wh <> 0));
CREATE INDEX electricity_entry_adjustment ON ONLY public.electricity_entry USING btree (organization_id, id) WHERE (kind = 'adjustment'::text);
CREATE INDEX electricity_entry_meter ON ONLY public.electricity_entry USING btree (organization_id, meter_id, id);
CREATE INDEX electricity_entry_voucher ON ONLY public.electricity_entry USING btree (organization_id, id) WHERE (kind = 'voucher'::text);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.electricity_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER electricity_entry_stands BEFORE UPDATE ON public.electricity_entry FOR EACH ROW EXECUTE FUNCTION electricity_entry_stands();
CREATE TRIGGER keys AFTER DELETE ON public.electricity_entry REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_keys('electricity_entry_key', 'kind', 'source_id');
alter table electricity_entry enable row level security;
create policy organization on electricity_entry for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on electricity_entry to counterfoil_app;

create table electricity_entry_key (
  organization_id uuid not null,
  kind text not null,
  source_id uuid not null,
  id uuid not null
);
alter table electricity_entry_key add constraint electricity_entry_key_pkey PRIMARY KEY (organization_id, kind, source_id);
alter table electricity_entry_key enable row level security;
create policy organization on electricity_entry_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select on electricity_entry_key to counterfoil_app;

create table electricity_invitation (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  role text not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  used_by uuid,
  used_at timestamp with time zone
);
alter table electricity_invitation add constraint electricity_invitation_check CHECK (((used_by IS NULL) = (used_at IS NULL)));
alter table electricity_invitation add constraint electricity_invitation_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_invitation add constraint electricity_invitation_organization_id_used_by_fkey FOREIGN KEY (organization_id, used_by) REFERENCES portal_account(organization_id, id);
alter table electricity_invitation add constraint electricity_invitation_pkey PRIMARY KEY (organization_id, id);
alter table electricity_invitation add constraint electricity_invitation_role_check CHECK ((role = ANY (ARRAY['manager'::text, 'buyer'::text, 'viewer'::text])));
CREATE UNIQUE INDEX electricity_invitation_code ON public.electricity_invitation USING btree (organization_id, code_hash);
alter table electricity_invitation enable row level security;
create policy organization on electricity_invitation for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_invitation to counterfoil_app;

create table electricity_keypad (
  organization_id uuid not null,
  meter_id uuid not null,
  kind text not null,
  unit_wh integer not null,
  credited_wh bigint default 0 not null,
  given_wh bigint default 0 not null,
  key text,
  starting_code integer,
  extended boolean default false not null,
  restricted boolean default false not null,
  count integer default 0 not null,
  supply_group text,
  tariff_index integer,
  key_revision integer,
  updated_at timestamp with time zone not null
);
alter table electricity_keypad add constraint electricity_keypad_check CHECK (
CASE kind
    WHEN 'openpaygo'::text THEN (key IS NOT NULL)
    ELSE ((supply_group IS NOT NULL) AND (tariff_index IS NOT NULL) AND (key_revision IS NOT NULL))
END);
alter table electricity_keypad add constraint electricity_keypad_count_check CHECK ((count >= 0));
alter table electricity_keypad add constraint electricity_keypad_key_revision_check CHECK (((key_revision >= 1) AND (key_revision <= 9)));
alter table electricity_keypad add constraint electricity_keypad_kind_check CHECK ((kind = ANY (ARRAY['openpaygo'::text, 'sts'::text])));
alter table electricity_keypad add constraint electricity_keypad_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_keypad add constraint electricity_keypad_pkey PRIMARY KEY (organization_id, meter_id);
alter table electricity_keypad add constraint electricity_keypad_starting_code_check CHECK (((starting_code >= 0) AND (starting_code <= 999999999)));
alter table electricity_keypad add constraint electricity_keypad_supply_group_check CHECK ((supply_group ~ '^\d{6}$'::text));
alter table electricity_keypad add constraint electricity_keypad_tariff_index_check CHECK (((tariff_index >= 0) AND (tariff_index <= 99)));
alter table electricity_keypad add constraint electricity_keypad_unit_wh_check CHECK (((unit_wh >= 1) AND (unit_wh <= 1000000)));
alter table electricity_keypad enable row level security;
create policy organization on electricity_keypad for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_keypad to counterfoil_app;

create table electricity_member (
  organization_id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  role text not null,
  created_at timestamp with time zone not null
);
alter table electricity_member add constraint electricity_member_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_member add constraint electricity_member_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_member add constraint electricity_member_pkey PRIMARY KEY (organization_id, customer_id, account_id);
alter table electricity_member add constraint electricity_member_role_check CHECK ((role = ANY (ARRAY['manager'::text, 'buyer'::text, 'viewer'::text])));
CREATE INDEX electricity_member_account ON public.electricity_member USING btree (organization_id, account_id);
alter table electricity_member enable row level security;
create policy organization on electricity_member for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_member to counterfoil_app;

create table electricity_meter (
  organization_id uuid not null,
  id uuid not null,
  number text not null,
  name text default ''::text not null,
  place text default ''::text not null,
  customer_id uuid,
  building_id uuid,
  department_id uuid,
  state text default 'active'::text not null,
  tariff_class text not null,
  device_id uuid,
  claim_code_hash bytea,
  claim_code_expires_at timestamp with time zone,
  history_from timestamp with time zone,
  history_on date,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table electricity_meter add constraint electricity_meter_check CHECK (((customer_id IS NOT NULL) OR ((building_id IS NULL) AND (department_id IS NULL))));
alter table electricity_meter add constraint electricity_meter_check1 CHECK (((claim_code_hash IS NULL) = (claim_code_expires_at IS NULL)));
alter table electricity_meter add constraint electricity_meter_check2 CHECK (((history_from IS NULL) = (history_on IS NULL)));
alter table electricity_meter add constraint electricity_meter_name_check CHECK ((char_length(name) <= 120));
alter table electricity_meter add constraint electricity_meter_number_check CHECK ((number ~ '^(\d{11}|\d{13})$'::text));
alter table electricity_meter add constraint electricity_meter_organization_id_customer_id_building_id_fkey FOREIGN KEY (organization_id, customer_id, building_id) REFERENCES electricity_building(organization_id, customer_id, id);
alter table electricity_meter add constraint electricity_meter_organization_id_customer_id_department_i_fkey FOREIGN KEY (organization_id, customer_id, department_id) REFERENCES electricity_department(organization_id, customer_id, id);
alter table electricity_meter add constraint electricity_meter_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_meter add constraint electricity_meter_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id);
alter table electricity_meter add constraint electricity_meter_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table electricity_meter add constraint electricity_meter_pkey PRIMARY KEY (organization_id, id);
alter table electricity_meter add constraint electricity_meter_place_check CHECK ((char_length(place) <= 255));
alter table electricity_meter add constraint electricity_meter_state_check CHECK ((state = ANY (ARRAY['active'::text, 'inactive'::text, 'suspended'::text])));
alter table electricity_meter add constraint electricity_meter_tariff_class_check CHECK ((tariff_class ~ '^[a-z][a-z0-9_]{0,39}$'::text));
CREATE INDEX electricity_meter_customer ON public.electricity_meter USING btree (organization_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE UNIQUE INDEX electricity_meter_device ON public.electricity_meter USING btree (organization_id, device_id) WHERE (device_id IS NOT NULL);
CREATE UNIQUE INDEX electricity_meter_number ON public.electricity_meter USING btree (organization_id, number);
alter table electricity_meter enable row level security;
create policy organization on electricity_meter for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_meter to counterfoil_app;

create table electricity_meter_limit (
  organization_id uuid not null,
  meter_id uuid not null,
  low_wh bigint,
  day_wh bigint,
  month_wh bigint,
  updated_at timestamp with time zone not null
);
alter table electricity_meter_limit add constraint electricity_meter_limit_day_wh_check CHECK ((day_wh > 0));
alter table electricity_meter_limit add constraint electricity_meter_limit_low_wh_check CHECK ((low_wh >= 0));
alter table electricity_meter_limit add constraint electricity_meter_limit_month_wh_check CHECK ((month_wh > 0));
alter table electricity_meter_limit add constraint electricity_meter_limit_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_meter_limit add constraint electricity_meter_limit_pkey PRIMARY KEY (organization_id, meter_id);
alter table electricity_meter_limit enable row level security;
create policy organization on electricity_meter_limit for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_meter_limit to counterfoil_app;

create table electricity_notice (
  organization_id uuid not null,
  alert_id uuid not null,
  account_id uuid not null,
  state text not null,
  due_at timestamp with time zone not null,
  ways text[] default '{}'::text[] not null,
  settled_at timestamp with time zone
);
alter table electricity_notice add constraint electricity_notice_check CHECK (((settled_at IS NULL) = (state = 'waiting'::text)));
alter table electricity_notice add constraint electricity_notice_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_notice add constraint electricity_notice_organization_id_alert_id_fkey FOREIGN KEY (organization_id, alert_id) REFERENCES electricity_alert(organization_id, id);
alter table electricity_notice add constraint electricity_notice_pkey PRIMARY KEY (organization_id, alert_id, account_id);
alter table electricity_notice add constraint electricity_notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'dropped'::text, 'muted'::text, 'unreachable'::text])));
CREATE INDEX electricity_notice_account ON public.electricity_notice USING btree (organization_id, account_id, alert_id);
CREATE INDEX electricity_notice_due ON public.electricity_notice USING btree (organization_id, due_at) WHERE (state = 'waiting'::text);
alter table electricity_notice enable row level security;
create policy organization on electricity_notice for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_notice to counterfoil_app;

create table electricity_notice_choice (
  organization_id uuid not null,
  account_id uuid not null,
  email boolean not null,
  chat boolean not null,
  sms boolean not null,
  muted text[] not null,
  quiet_from smallint,
  quiet_to smallint,
  updated_at timestamp with time zone not null
);
alter table electricity_notice_choice add constraint electricity_notice_choice_check CHECK (((quiet_from IS NULL) = (quiet_to IS NULL)));
alter table electricity_notice_choice add constraint electricity_notice_choice_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_notice_choice add constraint electricity_notice_choice_pkey PRIMARY KEY (organization_id, account_id);
alter table electricity_notice_choice add constraint electricity_notice_choice_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 1439)));
alter table electricity_notice_choice add constraint electricity_notice_choice_quiet_to_check CHECK (((quiet_to >= 0) AND (quiet_to <= 1439)));
alter table electricity_notice_choice enable row level security;
create policy organization on electricity_notice_choice for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_notice_choice to counterfoil_app;

create table electricity_purchase (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  meter_id uuid not null,
  account_id uuid,
  conversation_id uuid,
  tariff_id uuid not null,
  tariff_class text not null,
  month_on date not null,
  amount_minor bigint not null,
  currency text not null,
  wh bigint not null,
  working jsonb not null,
  refunded_minor bigint default 0 not null,
  refunded_wh bigint default 0 not null,
  state text default 'open'::text not null,
  payment_id uuid not null,
  expires_at timestamp with time zone,
  credited_at timestamp with time zone,
  opened_by_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table electricity_purchase add constraint electricity_purchase_amount_minor_check CHECK ((amount_minor > 0));
alter table electricity_purchase add constraint electricity_purchase_check CHECK (((refunded_minor >= 0) AND (refunded_minor <= amount_minor)));
alter table electricity_purchase add constraint electricity_purchase_check1 CHECK (((refunded_wh >= 0) AND (refunded_wh <= wh)));
alter table electricity_purchase add constraint electricity_purchase_check2 CHECK (((credited_at IS NOT NULL) = (state = ANY (ARRAY['credited'::text, 'refunded'::text]))));
alter table electricity_purchase add constraint electricity_purchase_check3 CHECK (((state <> 'refunded'::text) OR ((refunded_minor = amount_minor) AND (refunded_wh = wh))));
alter table electricity_purchase add constraint electricity_purchase_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{8}$'::text));
alter table electricity_purchase add constraint electricity_purchase_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_purchase add constraint electricity_purchase_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_purchase add constraint electricity_purchase_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation(organization_id, id);
alter table electricity_purchase add constraint electricity_purchase_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_purchase add constraint electricity_purchase_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table electricity_purchase add constraint electricity_purchase_organization_id_tariff_id_fkey FOREIGN KEY (organization_id, tariff_id) REFERENCES electricity_tariff(organization_id, id);
alter table electricity_purchase add constraint electricity_purchase_pkey PRIMARY KEY (organization_id, id);
alter table electricity_purchase add constraint electricity_purchase_state_check CHECK ((state = ANY (ARRAY['open'::text, 'credited'::text, 'ended'::text, 'refunded'::text])));
alter table electricity_purchase add constraint electricity_purchase_wh_check CHECK ((wh > 0));
CREATE INDEX electricity_purchase_account ON public.electricity_purchase USING btree (organization_id, account_id, id);
CREATE UNIQUE INDEX electricity_purchase_code ON public.electricity_purchase USING btree (organization_id, code);
CREATE INDEX electricity_purchase_due ON public.electricity_purchase USING btree (organization_id, expires_at) WHERE (state = 'open'::text);
CREATE INDEX electricity_purchase_meter ON public.electricity_purchase USING btree (organization_id, meter_id, id);
CREATE INDEX electricity_purchase_month ON public.electricity_purchase USING btree (organization_id, meter_id, month_on) WHERE (state = ANY (ARRAY['open'::text, 'credited'::text]));
CREATE UNIQUE INDEX electricity_purchase_payment ON public.electricity_purchase USING btree (organization_id, payment_id);
CREATE INDEX electricity_purchase_state ON public.electricity_purchase USING btree (organization_id, state, id);
CREATE TRIGGER count_bought AFTER INSERT OR UPDATE OF state, wh, month_on ON public.electricity_purchase FOR EACH ROW EXECUTE FUNCTION electricity_count_bought();
alter table electricity_purchase enable row level security;
create policy organization on electricity_purchase for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_purchase to counterfoil_app;

create table electricity_reading (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  series integer not null,
  taken_at timestamp with time zone not null,
  register_wh bigint not null,
  source text not null,
  file_id uuid,
  by_name text not null,
  state text not null,
  flag text,
  used_wh bigint,
  created_at timestamp with time zone not null
) partition by RANGE (id);
alter table electricity_reading add constraint electricity_reading_check CHECK (((state = 'counted'::text) = (used_wh IS NOT NULL)));
alter table electricity_reading add constraint electricity_reading_check1 CHECK (((state <> 'flagged'::text) OR (flag IS NOT NULL)));
alter table electricity_reading add constraint electricity_reading_flag_check CHECK ((flag = ANY (ARRAY['gap'::text, 'rollback'::text, 'jump'::text, 'inconsistent'::text, 'own'::text])));
alter table electricity_reading add constraint electricity_reading_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_reading add constraint electricity_reading_pkey PRIMARY KEY (organization_id, id);
alter table electricity_reading add constraint electricity_reading_register_wh_check CHECK ((register_wh >= 0));
alter table electricity_reading add constraint electricity_reading_source_check CHECK ((source = ANY (ARRAY['device'::text, 'hand'::text])));
alter table electricity_reading add constraint electricity_reading_state_check CHECK ((state = ANY (ARRAY['counted'::text, 'late'::text, 'flagged'::text, 'dismissed'::text])));
alter table electricity_reading add constraint electricity_reading_used_wh_check CHECK ((used_wh >= 0));
CREATE INDEX electricity_reading_flagged ON ONLY public.electricity_reading USING btree (organization_id, id) WHERE (state = 'flagged'::text);
CREATE INDEX electricity_reading_meter ON ONLY public.electricity_reading USING btree (organization_id, meter_id, id);
CREATE TRIGGER keys AFTER DELETE ON public.electricity_reading REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_keys('electricity_reading_key', 'meter_id', 'series', 'taken_at');
alter table electricity_reading enable row level security;
create policy organization on electricity_reading for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_reading to counterfoil_app;

create table electricity_reading_key (
  organization_id uuid not null,
  meter_id uuid not null,
  series integer not null,
  taken_at timestamp with time zone not null,
  id uuid not null
);
alter table electricity_reading_key add constraint electricity_reading_key_pkey PRIMARY KEY (organization_id, meter_id, series, taken_at);
alter table electricity_reading_key enable row level security;
create policy organization on electricity_reading_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select on electricity_reading_key to counterfoil_app;

create table electricity_redemption (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  account_id uuid,
  tariff_id uuid,
  tariff_class text,
  month_on date,
  amount_minor bigint,
  currency text not null,
  wh bigint not null,
  working jsonb,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_redemption add constraint electricity_redemption_check CHECK ((((amount_minor IS NULL) = (month_on IS NULL)) AND ((month_on IS NULL) = (tariff_id IS NULL)) AND ((tariff_id IS NULL) = (working IS NULL))));
alter table electricity_redemption add constraint electricity_redemption_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_redemption add constraint electricity_redemption_organization_id_id_fkey FOREIGN KEY (organization_id, id) REFERENCES electricity_voucher(organization_id, id);
alter table electricity_redemption add constraint electricity_redemption_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_redemption add constraint electricity_redemption_pkey PRIMARY KEY (organization_id, id);
alter table electricity_redemption add constraint electricity_redemption_wh_check CHECK ((wh > 0));
CREATE INDEX electricity_redemption_meter ON public.electricity_redemption USING btree (organization_id, meter_id, created_at);
CREATE INDEX electricity_redemption_month ON public.electricity_redemption USING btree (organization_id, meter_id, month_on) WHERE (month_on IS NOT NULL);
alter table electricity_redemption enable row level security;
create policy organization on electricity_redemption for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_redemption to counterfoil_app;

create table electricity_refund (
  organization_id uuid not null,
  id uuid not null,
  purchase_id uuid not null,
  meter_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  wh bigint not null,
  reason text not null,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_refund add constraint electricity_refund_amount_minor_check CHECK ((amount_minor > 0));
alter table electricity_refund add constraint electricity_refund_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_refund add constraint electricity_refund_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_refund add constraint electricity_refund_organization_id_purchase_id_fkey FOREIGN KEY (organization_id, purchase_id) REFERENCES electricity_purchase(organization_id, id);
alter table electricity_refund add constraint electricity_refund_pkey PRIMARY KEY (organization_id, id);
alter table electricity_refund add constraint electricity_refund_reason_check CHECK ((char_length(reason) <= 500));
alter table electricity_refund add constraint electricity_refund_wh_check CHECK ((wh >= 0));
CREATE INDEX electricity_refund_meter ON public.electricity_refund USING btree (organization_id, meter_id, id);
CREATE INDEX electricity_refund_purchase ON public.electricity_refund USING btree (organization_id, purchase_id);
alter table electricity_refund enable row level security;
create policy organization on electricity_refund for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_refund to counterfoil_app;

create table electricity_report_sent (
  organization_id uuid not null,
  month_on date not null,
  customer_id uuid not null,
  account_id uuid not null,
  ways text[] not null,
  sent_at timestamp with time zone not null
);
alter table electricity_report_sent add constraint electricity_report_sent_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id);
alter table electricity_report_sent add constraint electricity_report_sent_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES electricity_customer(organization_id, id);
alter table electricity_report_sent add constraint electricity_report_sent_pkey PRIMARY KEY (organization_id, month_on, customer_id, account_id);
alter table electricity_report_sent enable row level security;
create policy organization on electricity_report_sent for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_report_sent to counterfoil_app;

create table electricity_sale_day (
  organization_id uuid not null,
  sold_on date not null,
  meter_id uuid not null,
  tariff_class text not null,
  method text not null,
  currency text not null,
  sales integer default 0 not null,
  amount_minor bigint default 0 not null,
  vat_minor bigint default 0 not null,
  wh bigint default 0 not null,
  refunds integer default 0 not null,
  refunded_minor bigint default 0 not null,
  refunded_wh bigint default 0 not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=1);
alter table electricity_sale_day add constraint electricity_sale_day_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_sale_day add constraint electricity_sale_day_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_sale_day add constraint electricity_sale_day_pkey PRIMARY KEY (organization_id, sold_on, meter_id, tariff_class, method, currency);
CREATE INDEX electricity_sale_day_meter ON public.electricity_sale_day USING btree (organization_id, meter_id, sold_on);
alter table electricity_sale_day enable row level security;
create policy organization on electricity_sale_day for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_sale_day to counterfoil_app;

create table electricity_tariff (
  organization_id uuid not null,
  id uuid not null,
  starts_on date not null,
  name text not null,
  currency text not null,
  vat_basis_points integer not null,
  levy_basis_points integer not null,
  fee_minor bigint not null,
  classes jsonb not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table electricity_tariff add constraint electricity_tariff_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_tariff add constraint electricity_tariff_fee_minor_check CHECK ((fee_minor >= 0));
alter table electricity_tariff add constraint electricity_tariff_levy_basis_points_check CHECK (((levy_basis_points >= 0) AND (levy_basis_points <= 10000)));
alter table electricity_tariff add constraint electricity_tariff_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table electricity_tariff add constraint electricity_tariff_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table electricity_tariff add constraint electricity_tariff_pkey PRIMARY KEY (organization_id, id);
alter table electricity_tariff add constraint electricity_tariff_vat_basis_points_check CHECK (((vat_basis_points >= 0) AND (vat_basis_points <= 10000)));
CREATE UNIQUE INDEX electricity_tariff_starts ON public.electricity_tariff USING btree (organization_id, starts_on);
alter table electricity_tariff enable row level security;
create policy organization on electricity_tariff for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_tariff to counterfoil_app;

create table electricity_token (
  organization_id uuid not null,
  id uuid not null,
  meter_id uuid not null,
  kind text not null,
  entry_id uuid,
  source_id uuid,
  wh bigint not null,
  value integer,
  count integer,
  token text,
  state text not null,
  refusal text,
  by_name text not null,
  created_at timestamp with time zone not null
);
alter table electricity_token add constraint electricity_token_check CHECK (((state = 'issued'::text) = (token IS NOT NULL)));
alter table electricity_token add constraint electricity_token_kind_check CHECK ((kind = ANY (ARRAY['add'::text, 'set'::text, 'disable'::text, 'sync'::text])));
alter table electricity_token add constraint electricity_token_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_keypad(organization_id, meter_id);
alter table electricity_token add constraint electricity_token_pkey PRIMARY KEY (organization_id, id);
alter table electricity_token add constraint electricity_token_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'asked'::text, 'refused'::text])));
alter table electricity_token add constraint electricity_token_token_check CHECK ((token ~ '^\d{9,20}$'::text));
alter table electricity_token add constraint electricity_token_wh_check CHECK ((wh >= 0));
CREATE INDEX electricity_token_asked ON public.electricity_token USING btree (organization_id, id) WHERE (state = 'asked'::text);
CREATE UNIQUE INDEX electricity_token_count ON public.electricity_token USING btree (organization_id, meter_id, count) WHERE ((count IS NOT NULL) AND (kind = 'add'::text));
CREATE INDEX electricity_token_meter ON public.electricity_token USING btree (organization_id, meter_id, id);
CREATE INDEX electricity_token_source ON public.electricity_token USING btree (organization_id, source_id) WHERE (source_id IS NOT NULL);
alter table electricity_token enable row level security;
create policy organization on electricity_token for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_token to counterfoil_app;

create table electricity_token_entry (
  organization_id uuid not null,
  entry_id uuid not null,
  meter_id uuid not null,
  created_at timestamp with time zone not null
);
alter table electricity_token_entry add constraint electricity_token_entry_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_keypad(organization_id, meter_id);
alter table electricity_token_entry add constraint electricity_token_entry_pkey PRIMARY KEY (organization_id, entry_id);
alter table electricity_token_entry enable row level security;
create policy organization on electricity_token_entry for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_token_entry to counterfoil_app;

create table electricity_usage_day (
  organization_id uuid not null,
  meter_id uuid not null,
  used_on date not null,
  wh bigint not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=5);
alter table electricity_usage_day add constraint electricity_usage_day_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_usage_day add constraint electricity_usage_day_pkey PRIMARY KEY (organization_id, meter_id, used_on);
alter table electricity_usage_day add constraint electricity_usage_day_wh_check CHECK ((wh >= 0));
CREATE INDEX electricity_usage_day_all ON public.electricity_usage_day USING btree (organization_id, used_on);
alter table electricity_usage_day enable row level security;
create policy organization on electricity_usage_day for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_usage_day to counterfoil_app;

create table electricity_usage_hour (
  organization_id uuid not null,
  meter_id uuid not null,
  at timestamp with time zone not null,
  wh bigint not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=1);
alter table electricity_usage_hour add constraint electricity_usage_hour_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_usage_hour add constraint electricity_usage_hour_pkey PRIMARY KEY (organization_id, meter_id, at);
alter table electricity_usage_hour add constraint electricity_usage_hour_wh_check CHECK ((wh >= 0));
alter table electricity_usage_hour enable row level security;
create policy organization on electricity_usage_hour for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_usage_hour to counterfoil_app;

create table electricity_usage_month (
  organization_id uuid not null,
  meter_id uuid not null,
  month_on date not null,
  wh bigint not null
) with (fillfactor=85, autovacuum_analyze_scale_factor=5);
alter table electricity_usage_month add constraint electricity_usage_month_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_usage_month add constraint electricity_usage_month_pkey PRIMARY KEY (organization_id, meter_id, month_on);
alter table electricity_usage_month add constraint electricity_usage_month_wh_check CHECK ((wh >= 0));
CREATE INDEX electricity_usage_month_all ON public.electricity_usage_month USING btree (organization_id, month_on);
alter table electricity_usage_month enable row level security;
create policy organization on electricity_usage_month for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_usage_month to counterfoil_app;

create table electricity_voucher (
  organization_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  number integer not null,
  code_hash bytea not null,
  last4 text not null,
  state text default 'issued'::text not null,
  sold_at timestamp with time zone,
  sold_by_name text,
  agent_id uuid,
  updated_at timestamp with time zone not null
) with (fillfactor=85);
alter table electricity_voucher add constraint electricity_voucher_check CHECK (((sold_at IS NOT NULL) OR (state = ANY (ARRAY['issued'::text, 'cancelled'::text]))));
alter table electricity_voucher add constraint electricity_voucher_last4_check CHECK ((last4 ~ '^\d{4}$'::text));
alter table electricity_voucher add constraint electricity_voucher_number_check CHECK ((number > 0));
alter table electricity_voucher add constraint electricity_voucher_organization_id_agent_id_fkey FOREIGN KEY (organization_id, agent_id) REFERENCES electricity_agent(organization_id, id);
alter table electricity_voucher add constraint electricity_voucher_organization_id_batch_id_fkey FOREIGN KEY (organization_id, batch_id) REFERENCES electricity_voucher_batch(organization_id, id);
alter table electricity_voucher add constraint electricity_voucher_pkey PRIMARY KEY (organization_id, id);
alter table electricity_voucher add constraint electricity_voucher_state_check CHECK ((state = ANY (ARRAY['issued'::text, 'sold'::text, 'redeemed'::text, 'cancelled'::text])));
CREATE INDEX electricity_voucher_agent ON public.electricity_voucher USING btree (organization_id, agent_id, id) WHERE (state = 'issued'::text);
CREATE UNIQUE INDEX electricity_voucher_hash ON public.electricity_voucher USING btree (organization_id, code_hash);
CREATE INDEX electricity_voucher_last4 ON public.electricity_voucher USING btree (organization_id, last4);
CREATE UNIQUE INDEX electricity_voucher_number ON public.electricity_voucher USING btree (organization_id, batch_id, number);
alter table electricity_voucher enable row level security;
create policy organization on electricity_voucher for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_voucher to counterfoil_app;

create table electricity_voucher_batch (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  count integer not null,
  amount_minor bigint,
  wh bigint,
  price_minor bigint not null,
  currency text not null,
  expires_at timestamp with time zone not null,
  print_secret text,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table electricity_voucher_batch add constraint electricity_voucher_batch_amount_minor_check CHECK ((amount_minor > 0));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_check CHECK (((amount_minor IS NULL) <> (wh IS NULL)));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_check1 CHECK (((amount_minor IS NULL) OR (price_minor = amount_minor)));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{6}$'::text));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_count_check CHECK (((count >= 1) AND (count <= 10000)));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table electricity_voucher_batch add constraint electricity_voucher_batch_pkey PRIMARY KEY (organization_id, id);
alter table electricity_voucher_batch add constraint electricity_voucher_batch_price_minor_check CHECK ((price_minor >= 0));
alter table electricity_voucher_batch add constraint electricity_voucher_batch_wh_check CHECK ((wh > 0));
CREATE UNIQUE INDEX electricity_voucher_batch_code ON public.electricity_voucher_batch USING btree (organization_id, code);
alter table electricity_voucher_batch enable row level security;
create policy organization on electricity_voucher_batch for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_voucher_batch to counterfoil_app;

create table electricity_voucher_day (
  organization_id uuid not null,
  sold_on date not null,
  batch_id uuid not null,
  currency text not null,
  sold integer default 0 not null,
  amount_minor bigint default 0 not null,
  returned integer default 0 not null,
  returned_minor bigint default 0 not null
);
alter table electricity_voucher_day add constraint electricity_voucher_day_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table electricity_voucher_day add constraint electricity_voucher_day_organization_id_batch_id_fkey FOREIGN KEY (organization_id, batch_id) REFERENCES electricity_voucher_batch(organization_id, id);
alter table electricity_voucher_day add constraint electricity_voucher_day_pkey PRIMARY KEY (organization_id, sold_on, batch_id);
alter table electricity_voucher_day enable row level security;
create policy organization on electricity_voucher_day for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_voucher_day to counterfoil_app;

create table electricity_watch (
  organization_id uuid not null,
  meter_id uuid not null,
  looked_at timestamp with time zone not null,
  seen_at timestamp with time zone not null
) with (fillfactor=70);
alter table electricity_watch add constraint electricity_watch_organization_id_meter_id_fkey FOREIGN KEY (organization_id, meter_id) REFERENCES electricity_meter(organization_id, id);
alter table electricity_watch add constraint electricity_watch_pkey PRIMARY KEY (organization_id, meter_id);
alter table electricity_watch enable row level security;
create policy organization on electricity_watch for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on electricity_watch to counterfoil_app;

create table exhibition (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  currency text not null,
  place text,
  starts_on date not null,
  ends_on date not null,
  tax_label text,
  tax_basis_points integer,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  supply_state text,
  enter_again boolean default true not null
);
alter table exhibition add constraint exhibition_check CHECK ((ends_on >= starts_on));
alter table exhibition add constraint exhibition_check1 CHECK (((tax_label IS NULL) = (tax_basis_points IS NULL)));
alter table exhibition add constraint exhibition_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table exhibition add constraint exhibition_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 255)));
alter table exhibition add constraint exhibition_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table exhibition add constraint exhibition_organization_id_id_currency_key UNIQUE (organization_id, id, currency);
alter table exhibition add constraint exhibition_pkey PRIMARY KEY (organization_id, id);
alter table exhibition add constraint exhibition_prefix_check CHECK ((prefix ~ '^[A-Z0-9]{1,8}$'::text));
alter table exhibition add constraint exhibition_supply_state_check CHECK ((supply_state ~ '^[0-9]{2}$'::text));
alter table exhibition add constraint exhibition_tax_basis_points_check CHECK (((tax_basis_points >= 0) AND (tax_basis_points <= 10000)));
CREATE UNIQUE INDEX exhibition_prefix ON public.exhibition USING btree (organization_id, prefix);
alter table exhibition enable row level security;
create policy organization on exhibition for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition to counterfoil_app;

create table exhibition_bill (
  organization_id uuid not null,
  id uuid not null,
  customer_id uuid,
  amount_minor bigint not null,
  currency text not null,
  description text default ''::text not null,
  created_by_name text not null,
  created_by_id text,
  created_at timestamp with time zone not null,
  voided_at timestamp with time zone,
  voided_by_name text,
  void_reason text,
  exhibition_id uuid not null,
  code text default exhibition_bill_code() not null,
  paid_minor bigint default 0 not null,
  refunded_minor bigint default 0 not null,
  state text generated always as (
CASE
    WHEN (voided_at IS NOT NULL) THEN 'void'::text
    WHEN (paid_minor < amount_minor) THEN
    CASE
        WHEN (paid_minor > refunded_minor) THEN 'part_paid'::text
        ELSE 'open'::text
    END
    WHEN (refunded_minor = amount_minor) THEN 'refunded'::text
    ELSE 'paid'::text
END) stored not null,
  discount_minor bigint default 0 not null,
  discount_reason text,
  rounding_minor bigint default 0 not null,
  taxes jsonb,
  stall_id uuid,
  commission_basis_points integer
);
alter table exhibition_bill add constraint exhibition_bill_amount_minor_check CHECK ((amount_minor > 0));
alter table exhibition_bill add constraint exhibition_bill_check CHECK (((voided_at IS NULL) = (void_reason IS NULL)));
alter table exhibition_bill add constraint exhibition_bill_check1 CHECK (((paid_minor >= 0) AND (paid_minor <= amount_minor)));
alter table exhibition_bill add constraint exhibition_bill_check2 CHECK (((refunded_minor >= 0) AND (refunded_minor <= paid_minor)));
alter table exhibition_bill add constraint exhibition_bill_check3 CHECK (((discount_minor > 0) = (discount_reason IS NOT NULL)));
alter table exhibition_bill add constraint exhibition_bill_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{6}$'::text));
alter table exhibition_bill add constraint exhibition_bill_commission CHECK (((stall_id IS NULL) = (commission_basis_points IS NULL)));
alter table exhibition_bill add constraint exhibition_bill_commission_basis_points_check CHECK (((commission_basis_points >= 0) AND (commission_basis_points <= 10000)));
alter table exhibition_bill add constraint exhibition_bill_description_check CHECK ((char_length(description) <= 500));
alter table exhibition_bill add constraint exhibition_bill_discount_minor_check CHECK ((discount_minor >= 0));
alter table exhibition_bill add constraint exhibition_bill_discount_reason_check CHECK (((discount_reason <> ''::text) AND (char_length(discount_reason) <= 200)));
alter table exhibition_bill add constraint exhibition_bill_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES exhibition_customer(organization_id, id);
alter table exhibition_bill add constraint exhibition_bill_organization_id_exhibition_id_currency_fkey FOREIGN KEY (organization_id, exhibition_id, currency) REFERENCES exhibition(organization_id, id, currency);
alter table exhibition_bill add constraint exhibition_bill_pkey PRIMARY KEY (organization_id, id);
alter table exhibition_bill add constraint exhibition_bill_stall FOREIGN KEY (organization_id, exhibition_id, stall_id) REFERENCES exhibition_stall(organization_id, exhibition_id, id);
alter table exhibition_bill add constraint exhibition_bill_void_reason_check CHECK ((void_reason <> ''::text));
CREATE INDEX exhibition_bill_code ON public.exhibition_bill USING btree (organization_id, code);
CREATE INDEX exhibition_bill_customer ON public.exhibition_bill USING btree (organization_id, customer_id, id);
CREATE INDEX exhibition_bill_description ON public.exhibition_bill USING gin (app_fold(description) gin_trgm_ops) WITH (gin_pending_list_limit='1024') WHERE (description <> ''::text);
CREATE INDEX exhibition_bill_of_stall ON public.exhibition_bill USING btree (organization_id, stall_id, id) WHERE (stall_id IS NOT NULL);
CREATE INDEX exhibition_bill_unpaid ON public.exhibition_bill USING btree (organization_id, id) WHERE ((voided_at IS NULL) AND (paid_minor < amount_minor));
CREATE TRIGGER exhibition_bill_place BEFORE INSERT ON public.exhibition_bill FOR EACH ROW WHEN ((new.exhibition_id IS NULL)) EXECUTE FUNCTION exhibition_bill_place();
CREATE TRIGGER exhibition_bill_stands BEFORE DELETE OR UPDATE ON public.exhibition_bill FOR EACH ROW EXECUTE FUNCTION exhibition_bill_stands();
alter table exhibition_bill enable row level security;
create policy limited on exhibition_bill for all to counterfoil_app using (((app_limit_id() IS NULL) OR (stall_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (stall_id = app_limit_id())));
create policy organization on exhibition_bill for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_bill to counterfoil_app;

create table exhibition_bill_line (
  organization_id uuid not null,
  bill_id uuid not null,
  "position" integer not null,
  item_id uuid,
  name text not null,
  code text,
  hsn text,
  unit text default 'piece'::text not null,
  quantity_milli bigint not null,
  unit_price_minor bigint not null,
  discount_minor bigint not null,
  amount_minor bigint not null,
  tax_basis_points integer,
  returned_milli bigint default 0 not null,
  returned_minor bigint default 0 not null,
  stall_id uuid
);
alter table exhibition_bill_line add constraint exhibition_bill_line_amount_minor_check CHECK ((amount_minor >= 0));
alter table exhibition_bill_line add constraint exhibition_bill_line_check CHECK (((returned_milli >= 0) AND (returned_milli <= quantity_milli)));
alter table exhibition_bill_line add constraint exhibition_bill_line_check1 CHECK (((returned_minor >= 0) AND (returned_minor <= amount_minor)));
alter table exhibition_bill_line add constraint exhibition_bill_line_code_check CHECK ((char_length(code) <= 64));
alter table exhibition_bill_line add constraint exhibition_bill_line_discount_minor_check CHECK ((discount_minor >= 0));
alter table exhibition_bill_line add constraint exhibition_bill_line_hsn_check CHECK ((char_length(hsn) <= 10));
alter table exhibition_bill_line add constraint exhibition_bill_line_name_check CHECK ((char_length(name) <= 500));
alter table exhibition_bill_line add constraint exhibition_bill_line_organization_id_bill_id_fkey FOREIGN KEY (organization_id, bill_id) REFERENCES exhibition_bill(organization_id, id);
alter table exhibition_bill_line add constraint exhibition_bill_line_organization_id_item_id_fkey FOREIGN KEY (organization_id, item_id) REFERENCES exhibition_item(organization_id, id);
alter table exhibition_bill_line add constraint exhibition_bill_line_pkey PRIMARY KEY (organization_id, bill_id, "position");
alter table exhibition_bill_line add constraint exhibition_bill_line_position_check CHECK ((("position" >= 1) AND ("position" <= 100)));
alter table exhibition_bill_line add constraint exhibition_bill_line_quantity_milli_check CHECK ((quantity_milli > 0));
alter table exhibition_bill_line add constraint exhibition_bill_line_tax_basis_points_check CHECK (((tax_basis_points >= 0) AND (tax_basis_points <= 9999)));
alter table exhibition_bill_line add constraint exhibition_bill_line_unit_check CHECK ((unit = ANY (ARRAY['piece'::text, 'kg'::text])));
alter table exhibition_bill_line add constraint exhibition_bill_line_unit_price_minor_check CHECK ((unit_price_minor > 0));
CREATE INDEX exhibition_bill_line_item ON public.exhibition_bill_line USING btree (organization_id, item_id) WHERE (item_id IS NOT NULL);
CREATE TRIGGER exhibition_bill_line_stands BEFORE DELETE OR UPDATE ON public.exhibition_bill_line FOR EACH ROW EXECUTE FUNCTION exhibition_bill_line_stands();
alter table exhibition_bill_line enable row level security;
create policy limited on exhibition_bill_line for all to counterfoil_app using (((app_limit_id() IS NULL) OR (stall_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (stall_id = app_limit_id())));
create policy organization on exhibition_bill_line for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_bill_line to counterfoil_app;

create table exhibition_credit (
  organization_id uuid not null,
  id uuid not null,
  currency text not null,
  customer_id uuid,
  voucher_hash text,
  balance_minor bigint default 0 not null,
  created_at timestamp with time zone not null
);
alter table exhibition_credit add constraint exhibition_credit_balance_minor_check CHECK ((balance_minor >= 0));
alter table exhibition_credit add constraint exhibition_credit_check CHECK (((customer_id IS NULL) = (voucher_hash IS NOT NULL)));
alter table exhibition_credit add constraint exhibition_credit_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES exhibition_customer(organization_id, id);
alter table exhibition_credit add constraint exhibition_credit_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX exhibition_credit_customer ON public.exhibition_credit USING btree (organization_id, customer_id);
CREATE UNIQUE INDEX exhibition_credit_voucher ON public.exhibition_credit USING btree (organization_id, voucher_hash);
alter table exhibition_credit enable row level security;
create policy organization on exhibition_credit for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_credit to counterfoil_app;

create table exhibition_credit_movement (
  organization_id uuid not null,
  id uuid not null,
  credit_id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null,
  at timestamp with time zone not null
);
alter table exhibition_credit_movement add constraint exhibition_credit_movement_amount_minor_check CHECK ((amount_minor <> 0));
alter table exhibition_credit_movement add constraint exhibition_credit_movement_organization_id_credit_id_fkey FOREIGN KEY (organization_id, credit_id) REFERENCES exhibition_credit(organization_id, id);
alter table exhibition_credit_movement add constraint exhibition_credit_movement_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX exhibition_credit_movement_credit ON public.exhibition_credit_movement USING btree (organization_id, credit_id);
CREATE INDEX exhibition_credit_movement_payment ON public.exhibition_credit_movement USING btree (organization_id, payment_id);
CREATE TRIGGER exhibition_credit_movement_stands BEFORE DELETE OR UPDATE ON public.exhibition_credit_movement FOR EACH ROW EXECUTE FUNCTION exhibition_credit_movement_stands();
alter table exhibition_credit_movement enable row level security;
create policy organization on exhibition_credit_movement for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_credit_movement to counterfoil_app;

create table exhibition_customer (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  currency text not null,
  code text not null,
  name text not null,
  email text not null,
  phone text not null,
  bill_count integer default 0 not null,
  total_minor bigint default 0 not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  search_text text generated always as (app_fold(((((((name || '
'::text) || email) || '
'::text) || phone) || '
'::text) || code))) stored not null,
  paid_minor bigint default 0 not null,
  answers jsonb default '[]'::jsonb not null,
  tax_number text default ''::text not null,
  address text default ''::text not null
) with (fillfactor=85);
alter table exhibition_customer add constraint exhibition_customer_address_check CHECK ((char_length(address) <= 500));
alter table exhibition_customer add constraint exhibition_customer_bill_count_check CHECK ((bill_count >= 0));
alter table exhibition_customer add constraint exhibition_customer_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{8}$'::text));
alter table exhibition_customer add constraint exhibition_customer_email_check CHECK ((char_length(email) <= 254));
alter table exhibition_customer add constraint exhibition_customer_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 255)));
alter table exhibition_customer add constraint exhibition_customer_organization_id_exhibition_id_currency_fkey FOREIGN KEY (organization_id, exhibition_id, currency) REFERENCES exhibition(organization_id, id, currency);
alter table exhibition_customer add constraint exhibition_customer_paid_minor_check CHECK ((paid_minor >= 0));
alter table exhibition_customer add constraint exhibition_customer_phone_check CHECK (((phone = ''::text) OR (phone ~ '^\+[1-9][0-9]{6,14}$'::text)));
alter table exhibition_customer add constraint exhibition_customer_pkey PRIMARY KEY (organization_id, id);
alter table exhibition_customer add constraint exhibition_customer_tax_number_check CHECK ((char_length(tax_number) <= 60));
alter table exhibition_customer add constraint exhibition_customer_total_minor_check CHECK ((total_minor >= 0));
CREATE UNIQUE INDEX exhibition_customer_code ON public.exhibition_customer USING btree (organization_id, code);
CREATE INDEX exhibition_customer_email ON public.exhibition_customer USING btree (organization_id, lower(email));
CREATE INDEX exhibition_customer_exhibition ON public.exhibition_customer USING btree (organization_id, exhibition_id, id);
CREATE INDEX exhibition_customer_name ON public.exhibition_customer USING btree (organization_id, lower(name), id);
CREATE INDEX exhibition_customer_phone ON public.exhibition_customer USING btree (organization_id, phone);
CREATE INDEX exhibition_customer_search ON public.exhibition_customer USING gin (search_text gin_trgm_ops) WITH (gin_pending_list_limit='1024');
alter table exhibition_customer enable row level security;
create policy organization on exhibition_customer for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_customer to counterfoil_app;

create table exhibition_display (
  organization_id uuid not null,
  device_id uuid not null,
  shown jsonb not null,
  bill_id uuid,
  shown_at timestamp with time zone not null
);
alter table exhibition_display add constraint exhibition_display_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id) ON DELETE CASCADE;
alter table exhibition_display add constraint exhibition_display_pkey PRIMARY KEY (organization_id, device_id);
alter table exhibition_display enable row level security;
create policy organization on exhibition_display for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_display to counterfoil_app;

create table exhibition_entrance (
  organization_id uuid not null,
  device_id uuid not null,
  exhibition_id uuid not null
);
alter table exhibition_entrance add constraint exhibition_entrance_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id) ON DELETE CASCADE;
alter table exhibition_entrance add constraint exhibition_entrance_organization_id_exhibition_id_fkey FOREIGN KEY (organization_id, exhibition_id) REFERENCES exhibition(organization_id, id) ON DELETE CASCADE;
alter table exhibition_entrance add constraint exhibition_entrance_pkey PRIMARY KEY (organization_id, device_id);
CREATE INDEX exhibition_entrance_of ON public.exhibition_entrance USING btree (organization_id, exhibition_id);
alter table exhibition_entrance enable row level security;
create policy organization on exhibition_entrance for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_entrance to counterfoil_app;

create table exhibition_form (
  organization_id uuid not null,
  exhibition_id uuid not null,
  code text not null,
  open boolean default false not null,
  capacity integer,
  intro text default ''::text not null,
  fields jsonb default '[]'::jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table exhibition_form add constraint exhibition_form_capacity_check CHECK ((capacity > 0));
alter table exhibition_form add constraint exhibition_form_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{6}$'::text));
alter table exhibition_form add constraint exhibition_form_intro_check CHECK ((char_length(intro) <= 1000));
alter table exhibition_form add constraint exhibition_form_organization_id_exhibition_id_fkey FOREIGN KEY (organization_id, exhibition_id) REFERENCES exhibition(organization_id, id) ON DELETE CASCADE;
alter table exhibition_form add constraint exhibition_form_pkey PRIMARY KEY (organization_id, exhibition_id);
alter table exhibition_form enable row level security;
create policy organization on exhibition_form for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_form to counterfoil_app;

create table exhibition_item (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  currency text not null,
  name text not null,
  code text,
  price_minor bigint not null,
  tax_basis_points integer,
  category text default ''::text not null,
  quick_key integer,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  unit text default 'piece'::text not null,
  hsn text,
  colour text,
  image_file_id uuid,
  variant_of uuid,
  variant text,
  stock_milli bigint,
  stall_id uuid
);
alter table exhibition_item add constraint exhibition_item_category_check CHECK ((char_length(category) <= 60));
alter table exhibition_item add constraint exhibition_item_code_check CHECK (((code <> ''::text) AND (char_length(code) <= 64)));
alter table exhibition_item add constraint exhibition_item_colour_check CHECK ((colour = ANY (ARRAY['grey'::text, 'red'::text, 'orange'::text, 'yellow'::text, 'green'::text, 'teal'::text, 'blue'::text, 'violet'::text, 'pink'::text])));
alter table exhibition_item add constraint exhibition_item_hsn_check CHECK ((hsn ~ '^[0-9]{4,10}$'::text));
alter table exhibition_item add constraint exhibition_item_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 200)));
alter table exhibition_item add constraint exhibition_item_of_exhibition UNIQUE (organization_id, exhibition_id, id);
alter table exhibition_item add constraint exhibition_item_organization_id_exhibition_id_currency_fkey FOREIGN KEY (organization_id, exhibition_id, currency) REFERENCES exhibition(organization_id, id, currency) ON DELETE CASCADE;
alter table exhibition_item add constraint exhibition_item_organization_id_exhibition_id_variant_of_fkey FOREIGN KEY (organization_id, exhibition_id, variant_of) REFERENCES exhibition_item(organization_id, exhibition_id, id);
alter table exhibition_item add constraint exhibition_item_organization_id_image_file_id_fkey FOREIGN KEY (organization_id, image_file_id) REFERENCES file(organization_id, id);
alter table exhibition_item add constraint exhibition_item_pkey PRIMARY KEY (organization_id, id);
alter table exhibition_item add constraint exhibition_item_price_minor_check CHECK ((price_minor > 0));
alter table exhibition_item add constraint exhibition_item_quick_key_check CHECK (((quick_key >= 1) AND (quick_key <= 99)));
alter table exhibition_item add constraint exhibition_item_stall FOREIGN KEY (organization_id, exhibition_id, stall_id) REFERENCES exhibition_stall(organization_id, exhibition_id, id);
alter table exhibition_item add constraint exhibition_item_tax_basis_points_check CHECK (((tax_basis_points >= 0) AND (tax_basis_points <= 9999)));
alter table exhibition_item add constraint exhibition_item_unit_check CHECK ((unit = ANY (ARRAY['piece'::text, 'kg'::text])));
alter table exhibition_item add constraint exhibition_item_variant CHECK ((((variant_of IS NULL) = (variant IS NULL)) AND (variant_of <> id)));
alter table exhibition_item add constraint exhibition_item_variant_check CHECK (((variant <> ''::text) AND (char_length(variant) <= 60)));
CREATE UNIQUE INDEX exhibition_item_code ON public.exhibition_item USING btree (organization_id, exhibition_id, stall_id, code) NULLS NOT DISTINCT WHERE ((archived_at IS NULL) AND (code IS NOT NULL));
CREATE INDEX exhibition_item_name ON public.exhibition_item USING btree (organization_id, exhibition_id, lower(name), id);
CREATE UNIQUE INDEX exhibition_item_quick_key ON public.exhibition_item USING btree (organization_id, exhibition_id, stall_id, quick_key) NULLS NOT DISTINCT WHERE ((archived_at IS NULL) AND (quick_key IS NOT NULL));
CREATE UNIQUE INDEX exhibition_item_variant_name ON public.exhibition_item USING btree (organization_id, variant_of, lower(variant)) WHERE (archived_at IS NULL);
alter table exhibition_item enable row level security;
create policy limited on exhibition_item for all to counterfoil_app using (((app_limit_id() IS NULL) OR (stall_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (stall_id = app_limit_id())));
create policy organization on exhibition_item for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_item to counterfoil_app;

create table exhibition_offline_sale (
  organization_id uuid not null,
  bill_id uuid not null,
  sold_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  cashier_id uuid,
  cashier_name text not null,
  receipt_number text,
  notes text[] not null,
  seen_at timestamp with time zone,
  seen_by_name text,
  stall_id uuid
);
alter table exhibition_offline_sale add constraint exhibition_offline_sale_check CHECK (((seen_at IS NULL) = (seen_by_name IS NULL)));
alter table exhibition_offline_sale add constraint exhibition_offline_sale_notes_check CHECK ((notes <@ ARRAY['price'::text, 'archived'::text, 'stock'::text, 'customer'::text, 'till'::text, 'clock'::text, 'number'::text]));
alter table exhibition_offline_sale add constraint exhibition_offline_sale_organization_id_bill_id_fkey FOREIGN KEY (organization_id, bill_id) REFERENCES exhibition_bill(organization_id, id);
alter table exhibition_offline_sale add constraint exhibition_offline_sale_pkey PRIMARY KEY (organization_id, bill_id);
CREATE INDEX exhibition_offline_sale_noted ON public.exhibition_offline_sale USING btree (organization_id, bill_id) WHERE ((notes <> '{}'::text[]) AND (seen_at IS NULL));
alter table exhibition_offline_sale enable row level security;
create policy limited on exhibition_offline_sale for all to counterfoil_app using (((app_limit_id() IS NULL) OR (stall_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (stall_id = app_limit_id())));
create policy organization on exhibition_offline_sale for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on exhibition_offline_sale to counterfoil_app;

create table exhibition_stall (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  currency text not null,
  name text not null,
  code text not null,
  contact text default ''::text not null,
  commission_basis_points integer not null,
  account text not null,
  drawer_id uuid,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table exhibition_stall add constraint exhibition_stall_code_check CHECK ((code ~ '^[A-Z0-9]{1,8}$'::text));
alter table exhibition_stall add constraint exhibition_stall_commission_basis_points_check CHECK (((commission_basis_points >= 0) AND (commission_basis_points <= 10000)));
alter table exhibition_stall add constraint exhibition_stall_contact_check CHECK ((char_length(contact) <= 300));
alter table exhibition_stall add constraint exhibition_stall_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table exhibition_stall add constraint exhibition_stall_organization_id_drawer_id_fkey FOREIGN KEY (organization_id, drawer_id) REFERENCES till_drawer(organization_id, id);
alter table exhibition_stall add constraint exhibition_stall_organization_id_exhibition_id_currency_fkey FOREIGN KEY (organization_id, exhibition_id, currency) REFERENCES exhibition(organization_id, id, currency) ON DELETE CASCADE;
alter table exhibition_stall add constraint exhibition_stall_organization_id_exhibition_id_id_key UNIQUE (organization_id, exhibition_id, id);
alter table exhibition_stall add constraint exhibition_stall_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX exhibition_stall_account ON public.exhibition_stall USING btree (organization_id, account);
CREATE UNIQUE INDEX exhibition_stall_code ON public.exhibition_stall USING btree (organization_id, exhibition_id, code);
CREATE UNIQUE INDEX exhibition_stall_drawer ON public.exhibition_stall USING btree (organization_id, drawer_id);
alter table exhibition_stall enable row level security;
create policy limited on exhibition_stall for all to counterfoil_app using (((app_limit_id() IS NULL) OR (id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (id = app_limit_id())));
create policy organization on exhibition_stall for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_stall to counterfoil_app;

create table exhibition_stall_payout (
  organization_id uuid not null,
  id uuid not null,
  stall_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  method text not null,
  reference text default ''::text not null,
  note text default ''::text not null,
  beyond boolean not null,
  ledger_entry_id uuid not null,
  at timestamp with time zone not null,
  by_id uuid,
  by_name text not null
);
alter table exhibition_stall_payout add constraint exhibition_stall_payout_amount_minor_check CHECK ((amount_minor <> 0));
alter table exhibition_stall_payout add constraint exhibition_stall_payout_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text])));
alter table exhibition_stall_payout add constraint exhibition_stall_payout_note_check CHECK ((char_length(note) <= 500));
alter table exhibition_stall_payout add constraint exhibition_stall_payout_organization_id_ledger_entry_id_fkey FOREIGN KEY (organization_id, ledger_entry_id) REFERENCES ledger_entry(organization_id, id);
alter table exhibition_stall_payout add constraint exhibition_stall_payout_organization_id_stall_id_fkey FOREIGN KEY (organization_id, stall_id) REFERENCES exhibition_stall(organization_id, id);
alter table exhibition_stall_payout add constraint exhibition_stall_payout_pkey PRIMARY KEY (organization_id, id);
alter table exhibition_stall_payout add constraint exhibition_stall_payout_reference_check CHECK ((char_length(reference) <= 100));
CREATE INDEX exhibition_stall_payout_stall ON public.exhibition_stall_payout USING btree (organization_id, stall_id, id);
alter table exhibition_stall_payout enable row level security;
create policy limited on exhibition_stall_payout for all to counterfoil_app using (((app_limit_id() IS NULL) OR (stall_id = app_limit_id()))) with check (((app_limit_id() IS NULL) OR (stall_id = app_limit_id())));
create policy organization on exhibition_stall_payout for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on exhibition_stall_payout to counterfoil_app;

create table exhibition_visit (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  customer_id uuid not null,
  day date not null,
  at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  offline boolean not null,
  first boolean not null,
  device_id uuid not null,
  entrance text not null,
  scan_key text not null
);
alter table exhibition_visit add constraint exhibition_visit_organization_id_customer_id_fkey FOREIGN KEY (organization_id, customer_id) REFERENCES exhibition_customer(organization_id, id) ON DELETE CASCADE;
alter table exhibition_visit add constraint exhibition_visit_organization_id_exhibition_id_fkey FOREIGN KEY (organization_id, exhibition_id) REFERENCES exhibition(organization_id, id);
alter table exhibition_visit add constraint exhibition_visit_pkey PRIMARY KEY (organization_id, id);
alter table exhibition_visit add constraint exhibition_visit_scan_key_check CHECK (((char_length(scan_key) >= 8) AND (char_length(scan_key) <= 64)));
CREATE INDEX exhibition_visit_customer ON public.exhibition_visit USING btree (organization_id, customer_id, at);
CREATE INDEX exhibition_visit_day ON public.exhibition_visit USING btree (organization_id, day, exhibition_id);
CREATE UNIQUE INDEX exhibition_visit_first ON public.exhibition_visit USING btree (organization_id, customer_id, day) WHERE first;
CREATE UNIQUE INDEX exhibition_visit_key ON public.exhibition_visit USING btree (organization_id, device_id, scan_key);
alter table exhibition_visit enable row level security;
create policy organization on exhibition_visit for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_visit to counterfoil_app;

create table exhibition_waiting (
  organization_id uuid not null,
  id uuid not null,
  exhibition_id uuid not null,
  name text not null,
  email text not null,
  phone text not null,
  answers jsonb default '[]'::jsonb not null,
  language text not null,
  created_at timestamp with time zone not null
);
alter table exhibition_waiting add constraint exhibition_waiting_check CHECK (((email <> ''::text) OR (phone <> ''::text)));
alter table exhibition_waiting add constraint exhibition_waiting_email_check CHECK ((char_length(email) <= 254));
alter table exhibition_waiting add constraint exhibition_waiting_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 255)));
alter table exhibition_waiting add constraint exhibition_waiting_organization_id_exhibition_id_fkey FOREIGN KEY (organization_id, exhibition_id) REFERENCES exhibition(organization_id, id) ON DELETE CASCADE;
alter table exhibition_waiting add constraint exhibition_waiting_phone_check CHECK (((phone = ''::text) OR (phone ~ '^\+[1-9][0-9]{6,14}$'::text)));
alter table exhibition_waiting add constraint exhibition_waiting_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX exhibition_waiting_email ON public.exhibition_waiting USING btree (organization_id, exhibition_id, lower(email)) WHERE (email <> ''::text);
CREATE INDEX exhibition_waiting_order ON public.exhibition_waiting USING btree (organization_id, exhibition_id, id);
CREATE UNIQUE INDEX exhibition_waiting_phone ON public.exhibition_waiting USING btree (organization_id, exhibition_id, phone) WHERE (phone <> ''::text);
alter table exhibition_waiting enable row level security;
create policy organization on exhibition_waiting for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on exhibition_waiting to counterfoil_app;

create table file (
  organization_id uuid not null,
  id uuid not null,
  purpose text not null,
  name text not null,
  content_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  width integer,
  height integer,
  store text not null,
  storage_key text not null,
  permission text not null,
  created_by_kind text not null,
  created_by_id text,
  created_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  purged_at timestamp with time zone,
  original_sha256 text,
  perceptual_hash bit(1024)
);
alter table file add constraint file_check CHECK (((purged_at IS NULL) OR (deleted_at IS NOT NULL)));
alter table file add constraint file_height_check CHECK ((height > 0));
alter table file add constraint file_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255)));
alter table file add constraint file_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table file add constraint file_original_sha256_check CHECK ((original_sha256 ~ '^[0-9a-f]{64}$'::text));
alter table file add constraint file_pkey PRIMARY KEY (organization_id, id);
alter table file add constraint file_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text));
alter table file add constraint file_size_bytes_check CHECK ((size_bytes > 0));
alter table file add constraint file_store_check CHECK ((store = ANY (ARRAY['disk'::text, 's3'::text, 'cloudinary'::text])));
alter table file add constraint file_width_check CHECK ((width > 0));
CREATE UNIQUE INDEX file_storage_key ON public.file USING btree (store, storage_key);
CREATE INDEX file_to_purge ON public.file USING btree (deleted_at) WHERE ((deleted_at IS NOT NULL) AND (purged_at IS NULL));
alter table file enable row level security;
create policy organization on file for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on file to counterfoil_app;

create table file_upload (
  organization_id uuid not null,
  storage_key text not null,
  store text not null,
  started_at timestamp with time zone not null
);
alter table file_upload add constraint file_upload_pkey PRIMARY KEY (organization_id, storage_key);
alter table file_upload add constraint file_upload_store_check CHECK ((store = ANY (ARRAY['disk'::text, 's3'::text, 'cloudinary'::text])));
CREATE INDEX file_upload_started ON public.file_upload USING btree (started_at);
alter table file_upload enable row level security;
create policy organization on file_upload for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on file_upload to counterfoil_app;

create table first_run_token (
  only_one boolean default true not null,
  token_hash bytea not null,
  created_at timestamp with time zone default now() not null,
  used_at timestamp with time zone
);
alter table first_run_token add constraint first_run_token_only_one_check CHECK (only_one);
alter table first_run_token add constraint first_run_token_pkey PRIMARY KEY (only_one);
alter table first_run_token enable row level security;

create table idempotency_key (
  organization_id uuid not null,
  actor_id text not null,
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  created_at timestamp with time zone default now() not null
);
alter table idempotency_key add constraint idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)));
alter table idempotency_key add constraint idempotency_key_pkey PRIMARY KEY (organization_id, actor_id, key);
CREATE INDEX idempotency_key_age ON public.idempotency_key USING brin (created_at);
alter table idempotency_key enable row level security;
create policy organization on idempotency_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on idempotency_key to counterfoil_app;

create table import (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  file_id uuid not null,
  fields jsonb default '{}'::jsonb not null,
  state text default 'checked'::text not null,
  total integer not null,
  good integer not null,
  bad integer not null,
  broken_row integer,
  ignored jsonb default '[]'::jsonb not null,
  faults jsonb default '[]'::jsonb not null,
  sample jsonb default '[]'::jsonb not null,
  task_id uuid,
  last_row integer default 0 not null,
  written integer default 0 not null,
  refused integer default 0 not null,
  created_by_kind text not null,
  created_by_id text,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  duplicates integer default 0 not null,
  choice text,
  send text,
  updated integer default 0 not null,
  skipped integer default 0 not null,
  mapping jsonb,
  mapping_source text,
  headings jsonb default '[]'::jsonb not null,
  unused jsonb default '[]'::jsonb not null,
  warnings jsonb default '[]'::jsonb not null
);
alter table import add constraint import_bad_check CHECK ((bad >= 0));
alter table import add constraint import_check CHECK (((good + bad) = total));
alter table import add constraint import_choice_check CHECK ((choice = ANY (ARRAY['skip'::text, 'update'::text, 'add'::text])));
alter table import add constraint import_good_check CHECK ((good >= 0));
alter table import add constraint import_mapping_source_check CHECK ((mapping_source = ANY (ARRAY['given'::text, 'remembered'::text, 'guessed'::text])));
alter table import add constraint import_organization_id_file_id_fkey FOREIGN KEY (organization_id, file_id) REFERENCES file(organization_id, id);
alter table import add constraint import_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table import add constraint import_pkey PRIMARY KEY (organization_id, id);
alter table import add constraint import_send_check CHECK ((send = ANY (ARRAY['now'::text, 'later'::text, 'never'::text])));
alter table import add constraint import_state_check CHECK ((state = ANY (ARRAY['checked'::text, 'running'::text, 'done'::text])));
alter table import add constraint import_total_check CHECK ((total >= 0));
CREATE INDEX import_file ON public.import USING btree (organization_id, file_id);
alter table import enable row level security;
create policy organization on import for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on import to counterfoil_app;

create table import_duplicate (
  organization_id uuid not null,
  import_id uuid not null,
  "row" integer not null,
  cells jsonb not null,
  "column" text not null,
  first_row integer,
  existing jsonb,
  choice text
);
alter table import_duplicate add constraint import_duplicate_choice_check CHECK ((choice = ANY (ARRAY['skip'::text, 'update'::text, 'add'::text])));
alter table import_duplicate add constraint import_duplicate_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES import(organization_id, id) ON DELETE CASCADE;
alter table import_duplicate add constraint import_duplicate_pkey PRIMARY KEY (organization_id, import_id, "row");
alter table import_duplicate enable row level security;
create policy organization on import_duplicate for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on import_duplicate to counterfoil_app;

create table import_format (
  organization_id uuid not null,
  name text not null,
  fingerprint text not null,
  columns jsonb not null,
  updated_at timestamp with time zone not null
);
alter table import_format add constraint import_format_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text));
alter table import_format add constraint import_format_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table import_format add constraint import_format_pkey PRIMARY KEY (organization_id, name, fingerprint);
alter table import_format enable row level security;
create policy organization on import_format for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on import_format to counterfoil_app;

create table import_refused_row (
  organization_id uuid not null,
  import_id uuid not null,
  "row" integer not null,
  cells jsonb not null,
  faults jsonb not null
);
alter table import_refused_row add constraint import_refused_row_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES import(organization_id, id) ON DELETE CASCADE;
alter table import_refused_row add constraint import_refused_row_pkey PRIMARY KEY (organization_id, import_id, "row");
alter table import_refused_row enable row level security;
create policy organization on import_refused_row for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on import_refused_row to counterfoil_app;

create table import_waiting (
  organization_id uuid not null,
  import_id uuid not null,
  subject_id uuid not null
);
alter table import_waiting add constraint import_waiting_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES import(organization_id, id) ON DELETE CASCADE;
alter table import_waiting add constraint import_waiting_pkey PRIMARY KEY (organization_id, import_id, subject_id);
alter table import_waiting enable row level security;
create policy organization on import_waiting for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on import_waiting to counterfoil_app;

create table inbox_event (
  organization_id uuid not null,
  id uuid not null,
  source text not null,
  account text not null,
  provider_id text not null,
  address text not null,
  kind text not null,
  payload jsonb not null,
  file_id uuid,
  fault text,
  state text default 'received'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  last_error text,
  received_at timestamp with time zone not null,
  processed_at timestamp with time zone,
  raw bytea
) partition by RANGE (id);
alter table inbox_event add constraint inbox_event_kind_check CHECK (((kind <> ''::text) AND (char_length(kind) <= 40)));
alter table inbox_event add constraint inbox_event_pkey PRIMARY KEY (organization_id, id);
alter table inbox_event add constraint inbox_event_provider_id_check CHECK (((provider_id <> ''::text) AND (char_length(provider_id) <= 400)));
alter table inbox_event add constraint inbox_event_raw_check CHECK ((octet_length(raw) <= 32768));
alter table inbox_event add constraint inbox_event_raw_failed CHECK (((raw IS NULL) OR (state = ANY (ARRAY['failed'::text, 'discarded'::text]))));
alter table inbox_event add constraint inbox_event_state_check CHECK ((state = ANY (ARRAY['received'::text, 'processed'::text, 'failed'::text, 'discarded'::text])));
CREATE INDEX inbox_event_due ON ONLY public.inbox_event USING btree (next_attempt_at) WHERE (state = 'received'::text);
CREATE INDEX inbox_event_failed ON ONLY public.inbox_event USING btree (organization_id, id) WHERE (state = 'failed'::text);
CREATE INDEX inbox_event_order ON ONLY public.inbox_event USING btree (organization_id, source, account, address, kind, id) WHERE (state <> ALL (ARRAY['processed'::text, 'failed'::text, 'discarded'::text]));
CREATE TRIGGER keys AFTER DELETE ON public.inbox_event REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_keys('inbox_event_key', 'source', 'account', 'provider_id');
alter table inbox_event enable row level security;
create policy organization on inbox_event for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on inbox_event to counterfoil_app;

create table inbox_event_key (
  organization_id uuid not null,
  source text not null,
  account text not null,
  provider_id text not null,
  id uuid not null
);
alter table inbox_event_key add constraint inbox_event_key_pkey PRIMARY KEY (organization_id, source, account, provider_id);
alter table inbox_event_key enable row level security;
create policy organization on inbox_event_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select on inbox_event_key to counterfoil_app;

create table installation (
  one boolean default true not null,
  id uuid default gen_random_uuid() not null,
  key_print text
);
alter table installation add constraint installation_one_check CHECK (one);
alter table installation add constraint installation_pkey PRIMARY KEY (one);
alter table installation enable row level security;

create table invitation (
  organization_id uuid not null,
  id uuid not null,
  email text not null,
  role text not null,
  token_hash bytea not null,
  invited_by uuid,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  link_hash bytea,
  limit_kind text,
  limit_id uuid,
  staff_role text
);
alter table invitation add constraint invitation_check CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL)));
alter table invitation add constraint invitation_email_check CHECK ((email = lower(email)));
alter table invitation add constraint invitation_limit_kind_check CHECK (((limit_kind <> ''::text) AND (char_length(limit_kind) <= 60)));
alter table invitation add constraint invitation_limit_owner CHECK (((limit_id IS NULL) OR (role <> 'owner'::text)));
alter table invitation add constraint invitation_limit_whole CHECK (((limit_kind IS NULL) = (limit_id IS NULL)));
alter table invitation add constraint invitation_link_hash_key UNIQUE (link_hash);
alter table invitation add constraint invitation_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table invitation add constraint invitation_pkey PRIMARY KEY (organization_id, id);
alter table invitation add constraint invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'ops'::text, 'viewer'::text])));
alter table invitation add constraint invitation_staff_role_owner CHECK (((staff_role IS NULL) OR (role <> 'owner'::text)));
alter table invitation add constraint invitation_token_hash_key UNIQUE (token_hash);
CREATE UNIQUE INDEX invitation_open ON public.invitation USING btree (organization_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
alter table invitation enable row level security;
create policy organization on invitation for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on invitation to counterfoil_app;

create table ledger_account (
  organization_id uuid not null,
  code text not null,
  created_at timestamp with time zone not null
);
alter table ledger_account add constraint ledger_account_code_check CHECK ((code ~ '^(assets|liabilities|income|expenses|equity)(:[a-z0-9_]+)+$'::text));
alter table ledger_account add constraint ledger_account_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table ledger_account add constraint ledger_account_pkey PRIMARY KEY (organization_id, code);
alter table ledger_account enable row level security;
create policy organization on ledger_account for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on ledger_account to counterfoil_app;

create table ledger_entry (
  organization_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  memo text default ''::text not null,
  subject_type text,
  subject_id uuid,
  reverses uuid,
  actor_name text not null,
  written_in xid8 default pg_current_xact_id() not null
);
alter table ledger_entry add constraint ledger_entry_balances TRIGGER DEFERRABLE INITIALLY DEFERRED;
alter table ledger_entry add constraint ledger_entry_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table ledger_entry add constraint ledger_entry_organization_id_reverses_fkey FOREIGN KEY (organization_id, reverses) REFERENCES ledger_entry(organization_id, id);
alter table ledger_entry add constraint ledger_entry_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX ledger_entry_reversed_once ON public.ledger_entry USING btree (organization_id, reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX ledger_entry_subject ON public.ledger_entry USING btree (organization_id, subject_id) WHERE (subject_id IS NOT NULL);
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON public.ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();
CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_entry_stands BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_stands();
alter table ledger_entry enable row level security;
create policy organization on ledger_entry for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on ledger_entry to counterfoil_app;

create table ledger_line (
  organization_id uuid not null,
  entry_id uuid not null,
  line integer not null,
  account text not null,
  amount_minor bigint not null,
  currency text not null
);
alter table ledger_line add constraint ledger_line_amount_minor_check CHECK ((amount_minor <> 0));
alter table ledger_line add constraint ledger_line_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table ledger_line add constraint ledger_line_organization_id_account_fkey FOREIGN KEY (organization_id, account) REFERENCES ledger_account(organization_id, code);
alter table ledger_line add constraint ledger_line_organization_id_entry_id_fkey FOREIGN KEY (organization_id, entry_id) REFERENCES ledger_entry(organization_id, id);
alter table ledger_line add constraint ledger_line_pkey PRIMARY KEY (organization_id, entry_id, line);
CREATE INDEX ledger_line_account ON public.ledger_line USING btree (organization_id, account, currency, entry_id);
CREATE TRIGGER ledger_line_belongs BEFORE INSERT ON public.ledger_line FOR EACH ROW EXECUTE FUNCTION ledger_line_belongs();
CREATE TRIGGER ledger_line_kept BEFORE TRUNCATE ON public.ledger_line FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_line_stands BEFORE DELETE OR UPDATE ON public.ledger_line FOR EACH ROW EXECUTE FUNCTION ledger_stands();
alter table ledger_line enable row level security;
create policy organization on ledger_line for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on ledger_line to counterfoil_app;

create table media_use (
  organization_id uuid not null,
  day date not null,
  source text not null,
  bytes bigint not null
);
alter table media_use add constraint media_use_bytes_check CHECK ((bytes >= 0));
alter table media_use add constraint media_use_pkey PRIMARY KEY (organization_id, day, source);
CREATE INDEX media_use_day ON public.media_use USING btree (day);
alter table media_use enable row level security;
create policy organization on media_use for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on media_use to counterfoil_app;

create table membership (
  organization_id uuid not null,
  user_id uuid not null,
  role text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  limit_kind text,
  limit_id uuid,
  role_since timestamp with time zone,
  staff_role text,
  digest boolean default false not null,
  digest_on date
);
alter table membership add constraint membership_limit_kind_check CHECK (((limit_kind <> ''::text) AND (char_length(limit_kind) <= 60)));
alter table membership add constraint membership_limit_owner CHECK (((limit_id IS NULL) OR (role <> 'owner'::text)));
alter table membership add constraint membership_limit_whole CHECK (((limit_kind IS NULL) = (limit_id IS NULL)));
alter table membership add constraint membership_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table membership add constraint membership_pkey PRIMARY KEY (organization_id, user_id);
alter table membership add constraint membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'ops'::text, 'viewer'::text])));
alter table membership add constraint membership_staff_role_owner CHECK (((staff_role IS NULL) OR (role <> 'owner'::text)));
alter table membership add constraint membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX membership_digest ON public.membership USING btree (organization_id) WHERE digest;
CREATE INDEX membership_user ON public.membership USING btree (user_id);
alter table membership enable row level security;
create policy organization on membership for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on membership to counterfoil_app;

create table mess_announcement (
  organization_id uuid not null,
  id uuid not null,
  text text not null,
  notified integer not null,
  created_by_name text not null,
  created_at timestamp with time zone not null
);
alter table mess_announcement add constraint mess_announcement_notified_check CHECK ((notified >= 0));
alter table mess_announcement add constraint mess_announcement_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table mess_announcement add constraint mess_announcement_pkey PRIMARY KEY (organization_id, id);
alter table mess_announcement add constraint mess_announcement_text_check CHECK (((text <> ''::text) AND (char_length(text) <= 2000)));
alter table mess_announcement enable row level security;
create policy organization on mess_announcement for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_announcement to counterfoil_app;

create table mess_closure (
  organization_id uuid not null,
  id uuid not null,
  from_on date not null,
  to_on date not null,
  meal_id uuid,
  reason text not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  cancelled_at timestamp with time zone
);
alter table mess_closure add constraint mess_closure_check CHECK ((to_on >= from_on));
alter table mess_closure add constraint mess_closure_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table mess_closure add constraint mess_closure_organization_id_meal_id_fkey FOREIGN KEY (organization_id, meal_id) REFERENCES mess_meal(organization_id, id);
alter table mess_closure add constraint mess_closure_pkey PRIMARY KEY (organization_id, id);
alter table mess_closure add constraint mess_closure_reason_check CHECK (((reason <> ''::text) AND (char_length(reason) <= 300)));
CREATE INDEX mess_closure_days ON public.mess_closure USING btree (organization_id, to_on) WHERE (cancelled_at IS NULL);
alter table mess_closure enable row level security;
create policy organization on mess_closure for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_closure to counterfoil_app;

create table mess_code_phone (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  link_hash bytea not null,
  link_until timestamp with time zone not null,
  key_hash bytea,
  opened_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null
);
alter table mess_code_phone add constraint mess_code_phone_check CHECK (((key_hash IS NULL) = (opened_at IS NULL)));
alter table mess_code_phone add constraint mess_code_phone_key_hash_check CHECK ((octet_length(key_hash) = 32));
alter table mess_code_phone add constraint mess_code_phone_link_hash_check CHECK ((octet_length(link_hash) = 32));
alter table mess_code_phone add constraint mess_code_phone_organization_id_key_hash_key UNIQUE (organization_id, key_hash);
alter table mess_code_phone add constraint mess_code_phone_organization_id_link_hash_key UNIQUE (organization_id, link_hash);
alter table mess_code_phone add constraint mess_code_phone_organization_id_student_id_fkey FOREIGN KEY (organization_id, student_id) REFERENCES mess_student(organization_id, id);
alter table mess_code_phone add constraint mess_code_phone_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX mess_code_phone_student ON public.mess_code_phone USING btree (organization_id, student_id) WHERE (ended_at IS NULL);
alter table mess_code_phone enable row level security;
create policy organization on mess_code_phone for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_code_phone to counterfoil_app;

create table mess_cut (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  from_on date not null,
  to_on date not null,
  state text not null,
  merged_into uuid,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
alter table mess_cut add constraint mess_cut_check CHECK ((to_on >= from_on));
alter table mess_cut add constraint mess_cut_check1 CHECK (((state = 'active'::text) = (ended_at IS NULL)));
alter table mess_cut add constraint mess_cut_check2 CHECK (((state = 'merged'::text) = (merged_into IS NOT NULL)));
alter table mess_cut add constraint mess_cut_days EXCLUDE USING gist (organization_id WITH =, student_id WITH =, daterange(from_on, to_on, '[]'::text) WITH &&) WHERE ((state = 'active'::text));
alter table mess_cut add constraint mess_cut_organization_id_merged_into_fkey FOREIGN KEY (organization_id, merged_into) REFERENCES mess_cut(organization_id, id);
alter table mess_cut add constraint mess_cut_organization_id_student_id_fkey FOREIGN KEY (organization_id, student_id) REFERENCES mess_student(organization_id, id);
alter table mess_cut add constraint mess_cut_pkey PRIMARY KEY (organization_id, id);
alter table mess_cut add constraint mess_cut_state_check CHECK ((state = ANY (ARRAY['active'::text, 'cancelled'::text, 'merged'::text])));
CREATE INDEX mess_cut_days_of ON public.mess_cut USING btree (organization_id, from_on, to_on) WHERE (state = 'active'::text);
alter table mess_cut enable row level security;
create policy organization on mess_cut for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_cut to counterfoil_app;

create table mess_cycle (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  starts_on date not null,
  ends_on date not null,
  price_minor bigint not null,
  currency text not null,
  rebates_credited_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table mess_cycle add constraint mess_cycle_check CHECK ((ends_on >= starts_on));
alter table mess_cycle add constraint mess_cycle_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table mess_cycle add constraint mess_cycle_days EXCLUDE USING gist (organization_id WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&);
alter table mess_cycle add constraint mess_cycle_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 120)));
alter table mess_cycle add constraint mess_cycle_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table mess_cycle add constraint mess_cycle_pkey PRIMARY KEY (organization_id, id);
alter table mess_cycle add constraint mess_cycle_price_minor_check CHECK ((price_minor > 0));
alter table mess_cycle enable row level security;
create policy organization on mess_cycle for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_cycle to counterfoil_app;

create table mess_cycle_payment (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  cycle_id uuid not null,
  state text not null,
  payment_id uuid,
  price_minor bigint not null,
  credit_minor bigint not null,
  currency text not null,
  grace_until date,
  verified_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  charges_minor bigint default 0 not null
);
alter table mess_cycle_payment add constraint mess_cycle_payment_charges_minor_check CHECK ((charges_minor >= 0));
alter table mess_cycle_payment add constraint mess_cycle_payment_check CHECK (((state = 'verified'::text) = (verified_at IS NOT NULL)));
alter table mess_cycle_payment add constraint mess_cycle_payment_credit_check CHECK ((credit_minor <= (price_minor + charges_minor)));
alter table mess_cycle_payment add constraint mess_cycle_payment_organization_id_cycle_id_fkey FOREIGN KEY (organization_id, cycle_id) REFERENCES mess_cycle(organization_id, id);
alter table mess_cycle_payment add constraint mess_cycle_payment_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table mess_cycle_payment add constraint mess_cycle_payment_organization_id_student_id_cycle_id_key UNIQUE (organization_id, student_id, cycle_id);
alter table mess_cycle_payment add constraint mess_cycle_payment_organization_id_student_id_fkey FOREIGN KEY (organization_id, student_id) REFERENCES mess_student(organization_id, id);
alter table mess_cycle_payment add constraint mess_cycle_payment_pkey PRIMARY KEY (organization_id, id);
alter table mess_cycle_payment add constraint mess_cycle_payment_price_minor_check CHECK ((price_minor > 0));
alter table mess_cycle_payment add constraint mess_cycle_payment_state_check CHECK ((state = ANY (ARRAY['none'::text, 'uploaded'::text, 'verified'::text, 'denied'::text])));
CREATE INDEX mess_cycle_payment_cycle ON public.mess_cycle_payment USING btree (organization_id, cycle_id, state);
alter table mess_cycle_payment enable row level security;
create policy organization on mess_cycle_payment for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_cycle_payment to counterfoil_app;

create table mess_meal (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  starts text not null,
  ends text not null,
  active boolean not null,
  updated_at timestamp with time zone not null
);
alter table mess_meal add constraint mess_meal_check CHECK ((starts <> ends));
alter table mess_meal add constraint mess_meal_code_check CHECK ((code = ANY (ARRAY['breakfast'::text, 'lunch'::text, 'snacks'::text, 'dinner'::text])));
alter table mess_meal add constraint mess_meal_ends_check CHECK ((ends ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text));
alter table mess_meal add constraint mess_meal_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 60)));
alter table mess_meal add constraint mess_meal_organization_id_code_key UNIQUE (organization_id, code);
alter table mess_meal add constraint mess_meal_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table mess_meal add constraint mess_meal_pkey PRIMARY KEY (organization_id, id);
alter table mess_meal add constraint mess_meal_starts_check CHECK ((starts ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text));
alter table mess_meal enable row level security;
create policy organization on mess_meal for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_meal to counterfoil_app;

create table mess_meal_count (
  organization_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  expected integer,
  forecast integer,
  kept_at timestamp with time zone,
  entitled integer,
  served integer,
  counted_at timestamp with time zone
);
alter table mess_meal_count add constraint mess_meal_count_check CHECK ((((forecast IS NULL) = (expected IS NULL)) AND ((forecast IS NULL) = (kept_at IS NULL))));
alter table mess_meal_count add constraint mess_meal_count_check1 CHECK ((((served IS NULL) = (entitled IS NULL)) AND ((served IS NULL) = (counted_at IS NULL))));
alter table mess_meal_count add constraint mess_meal_count_entitled_check CHECK ((entitled >= 0));
alter table mess_meal_count add constraint mess_meal_count_expected_check CHECK ((expected >= 0));
alter table mess_meal_count add constraint mess_meal_count_forecast_check CHECK ((forecast >= 0));
alter table mess_meal_count add constraint mess_meal_count_organization_id_meal_id_fkey FOREIGN KEY (organization_id, meal_id) REFERENCES mess_meal(organization_id, id);
alter table mess_meal_count add constraint mess_meal_count_pkey PRIMARY KEY (organization_id, service_on, meal_id);
alter table mess_meal_count add constraint mess_meal_count_served_check CHECK ((served >= 0));
alter table mess_meal_count enable row level security;
create policy organization on mess_meal_count for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_meal_count to counterfoil_app;

create table mess_meal_period (
  organization_id uuid not null,
  meal_id uuid not null,
  from_on date not null,
  to_on date
);
alter table mess_meal_period add constraint mess_meal_period_check CHECK ((to_on >= from_on));
alter table mess_meal_period add constraint mess_meal_period_days EXCLUDE USING gist (organization_id WITH =, meal_id WITH =, daterange(from_on, to_on, '[]'::text) WITH &&);
alter table mess_meal_period add constraint mess_meal_period_organization_id_meal_id_fkey FOREIGN KEY (organization_id, meal_id) REFERENCES mess_meal(organization_id, id);
alter table mess_meal_period add constraint mess_meal_period_pkey PRIMARY KEY (organization_id, meal_id, from_on);
alter table mess_meal_period enable row level security;
create policy organization on mess_meal_period for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_meal_period to counterfoil_app;

create table mess_qr_picture (
  organization_id uuid not null,
  student_id uuid not null,
  mark text not null,
  file_id uuid not null
);
alter table mess_qr_picture add constraint mess_qr_picture_organization_id_student_id_fkey FOREIGN KEY (organization_id, student_id) REFERENCES mess_student(organization_id, id);
alter table mess_qr_picture add constraint mess_qr_picture_pkey PRIMARY KEY (organization_id, student_id);
alter table mess_qr_picture enable row level security;
create policy organization on mess_qr_picture for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_qr_picture to counterfoil_app;

create table mess_rebate (
  organization_id uuid not null,
  id uuid not null,
  student_id uuid not null,
  cycle_id uuid not null,
  kind text not null,
  from_on date not null,
  to_on date not null,
  days integer not null,
  day_minor bigint not null,
  amount_minor bigint not null,
  currency text not null,
  created_at timestamp with time zone not null,
  meal_id uuid
);
alter table mess_rebate add constraint mess_rebate_check CHECK ((amount_minor = (days * day_minor)));
alter table mess_rebate add constraint mess_rebate_check1 CHECK ((to_on >= from_on));
alter table mess_rebate add constraint mess_rebate_day_minor_check CHECK ((day_minor > 0));
alter table mess_rebate add constraint mess_rebate_days_check CHECK ((days > 0));
alter table mess_rebate add constraint mess_rebate_kind_check CHECK ((kind = ANY (ARRAY['cut'::text, 'closure'::text, 'meal'::text])));
alter table mess_rebate add constraint mess_rebate_meal_check CHECK (((kind = 'meal'::text) = (meal_id IS NOT NULL)));
alter table mess_rebate add constraint mess_rebate_organization_id_cycle_id_fkey FOREIGN KEY (organization_id, cycle_id) REFERENCES mess_cycle(organization_id, id);
alter table mess_rebate add constraint mess_rebate_organization_id_meal_id_fkey FOREIGN KEY (organization_id, meal_id) REFERENCES mess_meal(organization_id, id);
alter table mess_rebate add constraint mess_rebate_organization_id_student_id_fkey FOREIGN KEY (organization_id, student_id) REFERENCES mess_student(organization_id, id);
alter table mess_rebate add constraint mess_rebate_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX mess_rebate_once ON public.mess_rebate USING btree (organization_id, student_id, cycle_id, from_on, meal_id) NULLS NOT DISTINCT;
alter table mess_rebate enable row level security;
create policy organization on mess_rebate for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_rebate to counterfoil_app;

create table mess_scan (
  organization_id uuid not null,
  id uuid not null,
  nonce text not null,
  code_hash bytea,
  device_id uuid,
  device_name text not null,
  at timestamp with time zone not null,
  device_at timestamp with time zone,
  received_at timestamp with time zone not null,
  skew_seconds integer,
  seq integer,
  offline boolean not null,
  student_id uuid,
  meal_id uuid,
  service_on date not null,
  allowed boolean not null,
  reason text,
  by_hand_reason text,
  settle text,
  decision text,
  charge_minor bigint,
  currency text,
  ledger_entry_id uuid,
  note text,
  decided_at timestamp with time zone,
  decided_by_name text
) partition by RANGE (id);
alter table mess_scan add constraint mess_scan_by_hand_reason_check CHECK (((by_hand_reason <> ''::text) AND (char_length(by_hand_reason) <= 300)));
alter table mess_scan add constraint mess_scan_charge_minor_check CHECK ((charge_minor > 0));
alter table mess_scan add constraint mess_scan_check CHECK ((allowed = (reason IS NULL)));
alter table mess_scan add constraint mess_scan_check1 CHECK (((settle IS NULL) OR offline));
alter table mess_scan add constraint mess_scan_check2 CHECK (((decision IS NULL) OR (settle IS NOT NULL)));
alter table mess_scan add constraint mess_scan_check3 CHECK (((decision IS NULL) = (decided_at IS NULL)));
alter table mess_scan add constraint mess_scan_check4 CHECK (((NOT (decision IS DISTINCT FROM 'charged'::text)) = (charge_minor IS NOT NULL)));
alter table mess_scan add constraint mess_scan_check5 CHECK ((((charge_minor IS NULL) = (ledger_entry_id IS NULL)) AND ((charge_minor IS NULL) = (currency IS NULL))));
alter table mess_scan add constraint mess_scan_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table mess_scan add constraint mess_scan_decision_check CHECK ((decision = ANY (ARRAY['waived'::text, 'charged'::text, 'served'::text])));
alter table mess_scan add constraint mess_scan_nonce_check CHECK (((char_length(nonce) >= 8) AND (char_length(nonce) <= 64)));
alter table mess_scan add constraint mess_scan_note_check CHECK ((char_length(note) <= 300));
alter table mess_scan add constraint mess_scan_pkey PRIMARY KEY (organization_id, id);
alter table mess_scan add constraint mess_scan_reason_check CHECK ((reason = ANY (ARRAY['bad_code'::text, 'revoked'::text, 'not_approved'::text, 'not_paid'::text, 'on_cut'::text, 'closed'::text, 'no_meal_now'::text, 'already_served'::text, 'stale_roster'::text])));
alter table mess_scan add constraint mess_scan_settle_check CHECK ((settle = ANY (ARRAY['bad_code'::text, 'revoked'::text, 'not_approved'::text, 'not_paid'::text, 'on_cut'::text, 'closed'::text, 'no_meal_now'::text, 'already_served'::text, 'bad_signature'::text, 'after_revocation'::text, 'before_device'::text, 'in_future'::text, 'clock_wrong'::text, 'too_old'::text, 'by_hand'::text])));
CREATE INDEX mess_scan_by_hand ON ONLY public.mess_scan USING btree (organization_id, service_on) WHERE (by_hand_reason IS NOT NULL);
CREATE INDEX mess_scan_charged ON ONLY public.mess_scan USING btree (organization_id, student_id) WHERE (charge_minor IS NOT NULL);
CREATE INDEX mess_scan_refused ON ONLY public.mess_scan USING btree (organization_id, service_on, meal_id, reason) WHERE (NOT allowed);
CREATE INDEX mess_scan_settle ON ONLY public.mess_scan USING btree (organization_id, id) WHERE (settle IS NOT NULL);
CREATE INDEX mess_scan_student ON ONLY public.mess_scan USING btree (organization_id, student_id, id);
CREATE TRIGGER keys AFTER DELETE ON public.mess_scan REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION delete_keys('mess_scan_key', 'nonce');
alter table mess_scan enable row level security;
create policy organization on mess_scan for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on mess_scan to counterfoil_app;

create table mess_scan_key (
  organization_id uuid not null,
  nonce text not null,
  id uuid not null
);
alter table mess_scan_key add constraint mess_scan_key_pkey PRIMARY KEY (organization_id, nonce);
alter table mess_scan_key enable row level security;
create policy organization on mess_scan_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select on mess_scan_key to counterfoil_app;

create table mess_scanner (
  organization_id uuid not null,
  device_id uuid not null,
  stale_policy text default 'warn'::text not null,
  stale_minutes integer default 720 not null,
  by_hand boolean not null,
  last_seq integer default 0 not null,
  roster_at timestamp with time zone
);
alter table mess_scanner add constraint mess_scanner_organization_id_device_id_fkey FOREIGN KEY (organization_id, device_id) REFERENCES device(organization_id, id) ON DELETE CASCADE;
alter table mess_scanner add constraint mess_scanner_pkey PRIMARY KEY (organization_id, device_id);
alter table mess_scanner add constraint mess_scanner_stale_minutes_check CHECK (((stale_minutes >= 5) AND (stale_minutes <= 10080)));
alter table mess_scanner add constraint mess_scanner_stale_policy_check CHECK ((stale_policy = ANY (ARRAY['warn'::text, 'supervisor'::text, 'refuse'::text])));
alter table mess_scanner enable row level security;
create policy organization on mess_scanner for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_scanner to counterfoil_app;

create table mess_service (
  organization_id uuid not null,
  student_id uuid not null,
  service_on date not null,
  meal_id uuid not null,
  scan_id uuid not null,
  at timestamp with time zone not null,
  notify boolean not null,
  notified_at timestamp with time zone
);
alter table mess_service add constraint mess_service_organization_id_student_id_fkey FOREIGN KEY (organization_id, student_id) REFERENCES mess_student(organization_id, id);
alter table mess_service add constraint mess_service_pkey PRIMARY KEY (organization_id, student_id, service_on, meal_id);
CREATE INDEX mess_service_count ON public.mess_service USING btree (organization_id, service_on, meal_id, student_id);
CREATE INDEX mess_service_to_notify ON public.mess_service USING btree (organization_id, at) WHERE (notify AND (notified_at IS NULL));
alter table mess_service enable row level security;
create policy organization on mess_service for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert, select, update on mess_service to counterfoil_app;

create table mess_student (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  roll_number text not null,
  room text,
  photo_file_id uuid,
  state text not null,
  denial_reason text,
  notify_meals boolean not null,
  decided_at timestamp with time zone,
  decided_by_name text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  changing_code boolean default false not null
);
alter table mess_student add constraint mess_student_check CHECK (((state = 'denied'::text) = (denial_reason IS NOT NULL)));
alter table mess_student add constraint mess_student_denial_reason_check CHECK (((denial_reason <> ''::text) AND (char_length(denial_reason) <= 500)));
alter table mess_student add constraint mess_student_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES person(organization_id, id);
alter table mess_student add constraint mess_student_organization_id_person_id_key UNIQUE (organization_id, person_id);
alter table mess_student add constraint mess_student_organization_id_roll_number_key UNIQUE (organization_id, roll_number);
alter table mess_student add constraint mess_student_pkey PRIMARY KEY (organization_id, id);
alter table mess_student add constraint mess_student_roll_number_check CHECK ((roll_number ~ '^[A-Z0-9][A-Z0-9/._-]{0,39}$'::text));
alter table mess_student add constraint mess_student_room_check CHECK (((room <> ''::text) AND (char_length(room) <= 60)));
alter table mess_student add constraint mess_student_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'denied'::text, 'suspended'::text, 'left'::text])));
CREATE INDEX mess_student_state ON public.mess_student USING btree (organization_id, state, id);
alter table mess_student enable row level security;
create policy organization on mess_student for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mess_student to counterfoil_app;

create table message (
  organization_id uuid not null,
  id uuid not null,
  channel text not null,
  to_address text not null,
  template text not null,
  language text not null,
  params jsonb default '{}'::jsonb not null,
  state text default 'queued'::text not null,
  attempts integer default 0 not null,
  deferrals integer default 0 not null,
  next_attempt_at timestamp with time zone default now() not null,
  lease_until timestamp with time zone,
  last_error text,
  provider_id text,
  subject text,
  body_text text,
  body_html text,
  subject_type text,
  subject_id uuid,
  resent_as uuid,
  created_at timestamp with time zone default now() not null,
  sent_at timestamp with time zone,
  held_reason text,
  delivered_at timestamp with time zone,
  read_at timestamp with time zone
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0.02);
alter table message add constraint message_channel_check CHECK ((channel <> ''::text));
alter table message add constraint message_check CHECK (((state = 'sending'::text) = (lease_until IS NOT NULL)));
alter table message add constraint message_check1 CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL)));
alter table message add constraint message_check2 CHECK (((subject_type IS NULL) = (subject_id IS NULL)));
alter table message add constraint message_pkey PRIMARY KEY (organization_id, id);
alter table message add constraint message_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text, 'kept'::text, 'cancelled'::text, 'held'::text, 'opted_out'::text])));
alter table message add constraint message_to_address_check CHECK (((to_address <> ''::text) AND (char_length(to_address) <= 320)));
CREATE INDEX message_due ON public.message USING btree (next_attempt_at) WHERE (state = 'queued'::text);
CREATE INDEX message_held ON public.message USING btree (organization_id, channel, to_address) WHERE (state = 'held'::text);
CREATE INDEX message_leased ON public.message USING btree (lease_until) WHERE (state = 'sending'::text);
CREATE INDEX message_opted_out ON public.message USING btree (organization_id, id) WHERE (state = 'opted_out'::text);
CREATE INDEX message_order ON public.message USING btree (organization_id, channel, to_address, id) WHERE ((state = ANY (ARRAY['queued'::text, 'sending'::text])) AND (channel <> 'email'::text));
CREATE INDEX message_provider ON public.message USING btree (organization_id, channel, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX message_subject ON public.message USING btree (organization_id, subject_type, subject_id, id) WHERE (subject_id IS NOT NULL);
CREATE INDEX message_unsent ON public.message USING btree (organization_id, state, id) WHERE (state = ANY (ARRAY['failed'::text, 'unknown'::text, 'kept'::text, 'cancelled'::text]));
alter table message enable row level security;
create policy organization on message for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on message to counterfoil_app;

create table mirror_book (
  organization_id uuid not null,
  lease_holder uuid,
  lease_until timestamp with time zone,
  next_attempt_at timestamp with time zone not null,
  failures integer default 0 not null,
  last_fault text,
  last_error text,
  last_error_at timestamp with time zone,
  last_success_at timestamp with time zone
);
alter table mirror_book add constraint mirror_book_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table mirror_book add constraint mirror_book_pkey PRIMARY KEY (organization_id);
alter table mirror_book enable row level security;
create policy organization on mirror_book for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mirror_book to counterfoil_app;

create table mirror_row (
  organization_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  event text not null,
  cells jsonb not null,
  at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  left_at timestamp with time zone,
  settled_at timestamp with time zone,
  last_error text
) with (fillfactor=85);
alter table mirror_row add constraint mirror_row_cells_check CHECK ((jsonb_typeof(cells) = 'object'::text));
alter table mirror_row add constraint mirror_row_event_check CHECK ((event <> ''::text));
alter table mirror_row add constraint mirror_row_pkey PRIMARY KEY (organization_id, id);
alter table mirror_row add constraint mirror_row_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'unsure'::text, 'done'::text, 'dead'::text, 'discarded'::text])));
CREATE INDEX mirror_row_dead ON public.mirror_row USING btree (organization_id, id) WHERE (state = 'dead'::text);
CREATE INDEX mirror_row_event ON public.mirror_row USING btree (organization_id, event, id);
CREATE INDEX mirror_row_live ON public.mirror_row USING btree (organization_id, state, seq) WHERE (state = ANY (ARRAY['waiting'::text, 'unsure'::text]));
alter table mirror_row enable row level security;
create policy organization on mirror_row for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on mirror_row to counterfoil_app;

create table opt_out (
  organization_id uuid not null,
  channel text not null,
  address text not null,
  source text not null,
  since timestamp with time zone not null
);
alter table opt_out add constraint opt_out_address_check CHECK (((address <> ''::text) AND (char_length(address) <= 320)));
alter table opt_out add constraint opt_out_pkey PRIMARY KEY (organization_id, channel, address);
alter table opt_out add constraint opt_out_source_check CHECK ((source = ANY (ARRAY['word'::text, 'channel'::text])));
alter table opt_out enable row level security;
create policy organization on opt_out for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on opt_out to counterfoil_app;

create table organization (
  id uuid not null,
  name text not null,
  slug text not null,
  time_zone text not null,
  currency text not null,
  country text not null,
  language text not null,
  modules text[] default '{}'::text[] not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table organization add constraint organization_country_check CHECK ((country ~ '^[A-Z]{2}$'::text));
alter table organization add constraint organization_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table organization add constraint organization_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 200)));
alter table organization add constraint organization_pkey PRIMARY KEY (id);
alter table organization add constraint organization_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text));
alter table organization add constraint organization_slug_key UNIQUE (slug);
alter table organization enable row level security;
create policy own_organization on organization for all to counterfoil_app using ((id = app_organization_id()));
grant select on organization to counterfoil_app;

create table own_text (
  organization_id uuid not null,
  language text not null,
  key text not null,
  text text,
  updated_at timestamp with time zone not null
);
alter table own_text add constraint own_text_key_check CHECK ((length(key) <= 200));
alter table own_text add constraint own_text_language_check CHECK (((length(language) >= 2) AND (length(language) <= 35)));
alter table own_text add constraint own_text_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table own_text add constraint own_text_pkey PRIMARY KEY (organization_id, language, key);
alter table own_text add constraint own_text_text_check CHECK ((length(text) <= 2000));
CREATE INDEX own_text_updated ON public.own_text USING btree (updated_at);
alter table own_text enable row level security;
create policy organization on own_text for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on own_text to counterfoil_app;

create table payment (
  organization_id uuid not null,
  id uuid not null,
  reference text not null,
  subject_type text not null,
  subject_id uuid not null,
  person_id uuid,
  payer_name text default ''::text not null,
  description text default ''::text not null,
  base_minor bigint not null,
  amount_minor bigint not null,
  own_amount boolean default false not null,
  currency text not null,
  method text not null,
  state text default 'awaiting'::text not null,
  late boolean default false not null,
  transaction_reference text,
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  first_approval_by_id text,
  first_approval_by_name text,
  first_approval_at timestamp with time zone,
  decided_by_id text,
  decided_by_name text,
  decided_at timestamp with time zone,
  denial_reason text,
  owed boolean default false not null,
  ledger_entry_id uuid,
  expires_at timestamp with time zone,
  submitted_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  search_text text generated always as (app_fold(((((((reference || '
'::text) || payer_name) || '
'::text) || description) || '
'::text) || COALESCE(transaction_reference, ''::text)))) stored not null,
  refunded_minor bigint default 0 not null
) with (fillfactor=85);
alter table payment add constraint payment_base_minor_check CHECK ((base_minor > 0));
alter table payment add constraint payment_check CHECK ((amount_minor >= base_minor));
alter table payment add constraint payment_check1 CHECK (((refunded_minor >= 0) AND (refunded_minor <= amount_minor)));
alter table payment add constraint payment_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table payment add constraint payment_method_check CHECK ((method = ANY (ARRAY['proof'::text, 'cash'::text, 'mobile_money'::text, 'card'::text, 'credit'::text])));
alter table payment add constraint payment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table payment add constraint payment_organization_id_ledger_entry_id_fkey FOREIGN KEY (organization_id, ledger_entry_id) REFERENCES ledger_entry(organization_id, id);
alter table payment add constraint payment_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES person(organization_id, id);
alter table payment add constraint payment_pkey PRIMARY KEY (organization_id, id);
alter table payment add constraint payment_reference_check CHECK ((reference ~ '^[2-9A-HJKMNP-Z]{6}$'::text));
alter table payment add constraint payment_state_check CHECK ((state = ANY (ARRAY['awaiting'::text, 'submitted'::text, 'verified'::text, 'denied'::text, 'refunded'::text, 'expired'::text, 'unknown'::text])));
alter table payment add constraint payment_transaction_reference_check CHECK (((transaction_reference <> ''::text) AND (char_length(transaction_reference) <= 100)));
CREATE INDEX payment_amount ON public.payment USING btree (organization_id, currency, amount_minor);
CREATE INDEX payment_owed ON public.payment USING btree (organization_id, id) WHERE (owed AND (state = 'verified'::text));
CREATE UNIQUE INDEX payment_own_amount ON public.payment USING btree (organization_id, currency, amount_minor) WHERE (own_amount AND (state = ANY (ARRAY['awaiting'::text, 'submitted'::text, 'denied'::text, 'unknown'::text])));
CREATE INDEX payment_person ON public.payment USING btree (organization_id, person_id, id) WHERE (person_id IS NOT NULL);
CREATE INDEX payment_queue ON public.payment USING btree (organization_id, submitted_at, id) WHERE (state = 'submitted'::text);
CREATE UNIQUE INDEX payment_reference ON public.payment USING btree (organization_id, reference);
CREATE INDEX payment_search ON public.payment USING gin (search_text gin_trgm_ops);
CREATE INDEX payment_subject ON public.payment USING btree (organization_id, subject_id);
CREATE INDEX payment_transaction ON public.payment USING btree (transaction_key) WHERE (transaction_key IS NOT NULL);
alter table payment enable row level security;
create policy organization on payment for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment to counterfoil_app;

create table payment_attempt (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  kind text not null,
  charge_id uuid,
  provider text not null,
  account text not null,
  state text default 'sending'::text not null,
  provider_id text,
  link text,
  expires_at timestamp with time zone,
  payer text,
  amount_minor bigint not null,
  currency text not null,
  fee_minor bigint,
  received_minor bigint,
  received_currency text,
  received_payer text,
  received_fee_minor bigint,
  received_fee_currency text,
  fee_payment_id uuid,
  surplus_payment_id uuid,
  reason text,
  note text,
  polls integer default 0 not null,
  next_poll_at timestamp with time zone,
  alert_at timestamp with time zone not null,
  last_error text,
  started_by_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  settled_at timestamp with time zone
) with (fillfactor=85);
alter table payment_attempt add constraint payment_attempt_amount_minor_check CHECK ((amount_minor > 0));
alter table payment_attempt add constraint payment_attempt_check CHECK (((kind = 'refund'::text) = (charge_id IS NOT NULL)));
alter table payment_attempt add constraint payment_attempt_check1 CHECK (((state <> ALL (ARRAY['succeeded'::text, 'differs'::text])) OR (received_minor IS NOT NULL)));
alter table payment_attempt add constraint payment_attempt_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table payment_attempt add constraint payment_attempt_fee_minor_check CHECK ((fee_minor >= 0));
alter table payment_attempt add constraint payment_attempt_kind_check CHECK ((kind = ANY (ARRAY['charge'::text, 'refund'::text])));
alter table payment_attempt add constraint payment_attempt_link_check CHECK ((char_length(link) <= 2000));
alter table payment_attempt add constraint payment_attempt_organization_id_charge_id_fkey FOREIGN KEY (organization_id, charge_id) REFERENCES payment_attempt(organization_id, id);
alter table payment_attempt add constraint payment_attempt_organization_id_fee_payment_id_fkey FOREIGN KEY (organization_id, fee_payment_id) REFERENCES payment(organization_id, id);
alter table payment_attempt add constraint payment_attempt_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table payment_attempt add constraint payment_attempt_organization_id_surplus_payment_id_fkey FOREIGN KEY (organization_id, surplus_payment_id) REFERENCES payment(organization_id, id);
alter table payment_attempt add constraint payment_attempt_payer_check CHECK (((payer <> ''::text) AND (char_length(payer) <= 100)));
alter table payment_attempt add constraint payment_attempt_pkey PRIMARY KEY (organization_id, id);
alter table payment_attempt add constraint payment_attempt_provider_id_check CHECK (((provider_id <> ''::text) AND (char_length(provider_id) <= 255)));
alter table payment_attempt add constraint payment_attempt_received_currency_check CHECK ((received_currency ~ '^[A-Z]{3}$'::text));
alter table payment_attempt add constraint payment_attempt_received_fee_currency_check CHECK ((received_fee_currency ~ '^[A-Z]{3}$'::text));
alter table payment_attempt add constraint payment_attempt_received_fee_minor_check CHECK ((received_fee_minor >= 0));
alter table payment_attempt add constraint payment_attempt_received_minor_check CHECK ((received_minor > 0));
alter table payment_attempt add constraint payment_attempt_received_payer_check CHECK ((char_length(received_payer) <= 100));
alter table payment_attempt add constraint payment_attempt_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'waiting'::text, 'unknown'::text, 'succeeded'::text, 'differs'::text, 'failed'::text])));
CREATE INDEX payment_attempt_due ON public.payment_attempt USING btree (next_poll_at) WHERE (next_poll_at IS NOT NULL);
CREATE INDEX payment_attempt_fee ON public.payment_attempt USING btree (organization_id, fee_payment_id) WHERE (fee_payment_id IS NOT NULL);
CREATE INDEX payment_attempt_hangs ON public.payment_attempt USING btree (organization_id, alert_at) WHERE (state = ANY (ARRAY['sending'::text, 'waiting'::text, 'unknown'::text]));
CREATE UNIQUE INDEX payment_attempt_one_open ON public.payment_attempt USING btree (organization_id, payment_id) WHERE ((kind = 'charge'::text) AND (state = ANY (ARRAY['sending'::text, 'waiting'::text, 'unknown'::text])));
CREATE INDEX payment_attempt_payment ON public.payment_attempt USING btree (organization_id, payment_id, id);
CREATE UNIQUE INDEX payment_attempt_provider ON public.payment_attempt USING btree (organization_id, provider, kind, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX payment_attempt_refund ON public.payment_attempt USING btree (organization_id, id) WHERE (kind = 'refund'::text);
CREATE INDEX payment_attempt_surplus ON public.payment_attempt USING btree (organization_id, surplus_payment_id) WHERE (surplus_payment_id IS NOT NULL);
alter table payment_attempt enable row level security;
create policy organization on payment_attempt for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_attempt to counterfoil_app;

create table payment_event (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  at timestamp with time zone not null,
  what text not null,
  from_state text,
  to_state text not null,
  actor_name text not null,
  note text
) partition by RANGE (id);
alter table payment_event add constraint payment_event_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table payment_event add constraint payment_event_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX payment_event_payment ON ONLY public.payment_event USING btree (organization_id, payment_id, id);
alter table payment_event enable row level security;
create policy organization on payment_event for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_event to counterfoil_app;

create table payment_notice (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  attempt_id uuid not null,
  provider text not null,
  kind text not null,
  provider_id text not null,
  state text not null,
  amount_minor bigint not null,
  currency text not null,
  reason text,
  booked boolean default false not null,
  done_at timestamp with time zone,
  done_by_name text,
  done_note text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table payment_notice add constraint payment_notice_amount_minor_check CHECK ((amount_minor > 0));
alter table payment_notice add constraint payment_notice_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table payment_notice add constraint payment_notice_kind_check CHECK ((kind = ANY (ARRAY['refund'::text, 'dispute'::text])));
alter table payment_notice add constraint payment_notice_organization_id_attempt_id_fkey FOREIGN KEY (organization_id, attempt_id) REFERENCES payment_attempt(organization_id, id);
alter table payment_notice add constraint payment_notice_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table payment_notice add constraint payment_notice_pkey PRIMARY KEY (organization_id, id);
alter table payment_notice add constraint payment_notice_provider_id_check CHECK (((provider_id <> ''::text) AND (char_length(provider_id) <= 255)));
alter table payment_notice add constraint payment_notice_reason_check CHECK (((reason <> ''::text) AND (char_length(reason) <= 500)));
alter table payment_notice add constraint payment_notice_state_check CHECK ((state = ANY (ARRAY['open'::text, 'succeeded'::text, 'failed'::text, 'won'::text, 'lost'::text])));
CREATE INDEX payment_notice_attempt ON public.payment_notice USING btree (organization_id, attempt_id);
CREATE INDEX payment_notice_payment ON public.payment_notice USING btree (organization_id, payment_id, id);
CREATE UNIQUE INDEX payment_notice_provider ON public.payment_notice USING btree (organization_id, provider, kind, provider_id);
CREATE INDEX payment_notice_tasks ON public.payment_notice USING btree (organization_id, id) WHERE (done_at IS NULL);
alter table payment_notice enable row level security;
create policy organization on payment_notice for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_notice to counterfoil_app;

create table payment_proof (
  organization_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  file_id uuid,
  original_sha256 text,
  perceptual_hash bit(1024),
  transaction_reference text,
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  caption text default ''::text not null,
  conversation_id uuid,
  event_id uuid,
  submitted_at timestamp with time zone not null
);
alter table payment_proof add constraint payment_proof_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table payment_proof add constraint payment_proof_original_sha256_check CHECK ((original_sha256 ~ '^[0-9a-f]{64}$'::text));
alter table payment_proof add constraint payment_proof_pkey PRIMARY KEY (organization_id, id);
alter table payment_proof add constraint payment_proof_transaction_reference_check CHECK (((transaction_reference <> ''::text) AND (char_length(transaction_reference) <= 100)));
CREATE INDEX payment_proof_bytes ON public.payment_proof USING btree (original_sha256) WHERE (original_sha256 IS NOT NULL);
CREATE UNIQUE INDEX payment_proof_event ON public.payment_proof USING btree (organization_id, event_id) WHERE (event_id IS NOT NULL);
CREATE INDEX payment_proof_own_picture ON public.payment_proof USING btree (organization_id, id) INCLUDE (payment_id, perceptual_hash) WHERE (perceptual_hash IS NOT NULL);
CREATE INDEX payment_proof_payment ON public.payment_proof USING btree (organization_id, payment_id, id);
CREATE INDEX payment_proof_picture ON public.payment_proof USING btree (id) INCLUDE (organization_id, payment_id, perceptual_hash) WHERE (perceptual_hash IS NOT NULL);
CREATE INDEX payment_proof_reference ON public.payment_proof USING btree (transaction_key) WHERE (transaction_key IS NOT NULL);
alter table payment_proof enable row level security;
create policy organization on payment_proof for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_proof to counterfoil_app;

create table payment_proof_key (
  organization_id uuid not null,
  key text not null,
  proof_id uuid not null
);
alter table payment_proof_key add constraint payment_proof_key_organization_id_proof_id_fkey FOREIGN KEY (organization_id, proof_id) REFERENCES payment_proof_reading(organization_id, proof_id);
alter table payment_proof_key add constraint payment_proof_key_pkey PRIMARY KEY (organization_id, key, proof_id);
alter table payment_proof_key enable row level security;
create policy organization on payment_proof_key for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_proof_key to counterfoil_app;

create table payment_proof_match (
  organization_id uuid not null,
  proof_id uuid not null,
  other_proof_id uuid not null,
  kind text not null,
  share smallint not null
);
alter table payment_proof_match add constraint payment_proof_match_kind_check CHECK ((kind = ANY (ARRAY['same_receipt'::text, 'shared_rows'::text])));
alter table payment_proof_match add constraint payment_proof_match_organization_id_other_proof_id_fkey FOREIGN KEY (organization_id, other_proof_id) REFERENCES payment_proof_reading(organization_id, proof_id);
alter table payment_proof_match add constraint payment_proof_match_organization_id_proof_id_fkey FOREIGN KEY (organization_id, proof_id) REFERENCES payment_proof_reading(organization_id, proof_id);
alter table payment_proof_match add constraint payment_proof_match_pkey PRIMARY KEY (organization_id, proof_id, other_proof_id);
alter table payment_proof_match add constraint payment_proof_match_share_check CHECK (((share >= 0) AND (share <= 100)));
alter table payment_proof_match enable row level security;
create policy organization on payment_proof_match for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_proof_match to counterfoil_app;

create table payment_proof_reading (
  organization_id uuid not null,
  proof_id uuid not null,
  payment_id uuid not null,
  legible boolean not null,
  lines text[] not null,
  confidence smallint not null,
  row_hashes text[] not null,
  amount_minor bigint,
  paid_on date,
  paid_time text,
  payer text,
  reference text,
  reference_key text generated always as (payment_transaction_key(reference)) stored,
  numbers text[] not null,
  read_at timestamp with time zone not null
);
alter table payment_proof_reading add constraint payment_proof_reading_confidence_check CHECK (((confidence >= 0) AND (confidence <= 100)));
alter table payment_proof_reading add constraint payment_proof_reading_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table payment_proof_reading add constraint payment_proof_reading_organization_id_proof_id_fkey FOREIGN KEY (organization_id, proof_id) REFERENCES payment_proof(organization_id, id);
alter table payment_proof_reading add constraint payment_proof_reading_paid_time_check CHECK ((paid_time ~ '^\d\d:\d\d$'::text));
alter table payment_proof_reading add constraint payment_proof_reading_pkey PRIMARY KEY (organization_id, proof_id);
alter table payment_proof_reading add constraint payment_proof_reading_reference_check CHECK (((reference <> ''::text) AND (char_length(reference) <= 100)));
CREATE INDEX payment_proof_reading_payment ON public.payment_proof_reading USING btree (organization_id, payment_id);
CREATE INDEX payment_proof_reading_reference ON public.payment_proof_reading USING btree (reference_key) WHERE (reference_key IS NOT NULL);
alter table payment_proof_reading enable row level security;
create policy organization on payment_proof_reading for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on payment_proof_reading to counterfoil_app;

create table person (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  phone text,
  email text,
  language text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  search_text text generated always as (app_fold(((((name || '
'::text) || COALESCE(phone, ''::text)) || '
'::text) || COALESCE(email, ''::text)))) stored not null
);
alter table person add constraint person_email_check CHECK ((char_length(email) <= 254));
alter table person add constraint person_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 255)));
alter table person add constraint person_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table person add constraint person_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table person add constraint person_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX person_email ON public.person USING btree (organization_id, lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX person_phone ON public.person USING btree (organization_id, phone) WHERE (phone IS NOT NULL);
CREATE INDEX person_search ON public.person USING gin (search_text gin_trgm_ops);
alter table person enable row level security;
create policy organization on person for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on person to counterfoil_app;

create table person_erasure (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  state text not null,
  requested_by_name text not null,
  requested_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
alter table person_erasure add constraint person_erasure_kind_check CHECK (((kind <> ''::text) AND (char_length(kind) <= 60)));
alter table person_erasure add constraint person_erasure_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table person_erasure add constraint person_erasure_organization_id_kind_subject_id_key UNIQUE (organization_id, kind, subject_id);
alter table person_erasure add constraint person_erasure_pkey PRIMARY KEY (organization_id, id);
alter table person_erasure add constraint person_erasure_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'refused'::text])));
alter table person_erasure enable row level security;
create policy organization on person_erasure for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on person_erasure to counterfoil_app;

create table portal_account (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  email text,
  phone text,
  password_hash text,
  created_at timestamp with time zone not null
);
alter table portal_account add constraint portal_account_check CHECK (((email IS NOT NULL) OR (phone IS NOT NULL)));
alter table portal_account add constraint portal_account_email_check CHECK ((email = lower(email)));
alter table portal_account add constraint portal_account_organization_id_email_key UNIQUE (organization_id, email);
alter table portal_account add constraint portal_account_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table portal_account add constraint portal_account_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES person(organization_id, id);
alter table portal_account add constraint portal_account_organization_id_person_id_key UNIQUE (organization_id, person_id);
alter table portal_account add constraint portal_account_organization_id_phone_key UNIQUE (organization_id, phone);
alter table portal_account add constraint portal_account_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table portal_account add constraint portal_account_pkey PRIMARY KEY (organization_id, id);
alter table portal_account enable row level security;
create policy organization on portal_account for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on portal_account to counterfoil_app;

create table portal_chat_code (
  organization_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null
);
alter table portal_chat_code add constraint portal_chat_code_code_hash_check CHECK ((octet_length(code_hash) = 32));
alter table portal_chat_code add constraint portal_chat_code_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id) ON DELETE CASCADE;
alter table portal_chat_code add constraint portal_chat_code_organization_id_code_hash_key UNIQUE (organization_id, code_hash);
alter table portal_chat_code add constraint portal_chat_code_pkey PRIMARY KEY (organization_id, account_id);
CREATE INDEX portal_chat_code_expires ON public.portal_chat_code USING btree (expires_at);
alter table portal_chat_code enable row level security;
create policy organization on portal_chat_code for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on portal_chat_code to counterfoil_app;

create table portal_code (
  organization_id uuid not null,
  address text not null,
  code_hash bytea not null,
  failures integer default 0 not null,
  expires_at timestamp with time zone not null,
  asked_from text
);
alter table portal_code add constraint portal_code_asked_from_check CHECK ((char_length(asked_from) <= 64));
alter table portal_code add constraint portal_code_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table portal_code add constraint portal_code_pkey PRIMARY KEY (organization_id, address);
CREATE INDEX portal_code_expires ON public.portal_code USING btree (expires_at);
alter table portal_code enable row level security;
create policy organization on portal_code for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on portal_code to counterfoil_app;

create table portal_link (
  organization_id uuid not null,
  account_id uuid not null,
  subject text not null,
  created_at timestamp with time zone not null
);
alter table portal_link add constraint portal_link_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES portal_account(organization_id, id) ON DELETE CASCADE;
alter table portal_link add constraint portal_link_pkey PRIMARY KEY (organization_id, account_id, subject);
alter table portal_link add constraint portal_link_subject_check CHECK ((char_length(subject) <= 200));
alter table portal_link enable row level security;
create policy organization on portal_link for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on portal_link to counterfoil_app;

create table public_code (
  kind text not null,
  code text not null,
  organization_id uuid not null,
  subject_id uuid not null
);
alter table public_code add constraint public_code_code_check CHECK ((code <> ''::text));
alter table public_code add constraint public_code_kind_check CHECK ((kind <> ''::text));
alter table public_code add constraint public_code_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table public_code add constraint public_code_pkey PRIMARY KEY (kind, code);
CREATE INDEX public_code_subject ON public.public_code USING btree (organization_id, subject_id);
alter table public_code enable row level security;
create policy organization on public_code for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant insert on public_code to counterfoil_app;

create table raffle (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  title text not null,
  description text default ''::text not null,
  ticket_price_minor bigint not null,
  currency text not null,
  first_number integer not null,
  last_number integer not null,
  digits integer generated always as (char_length((last_number)::text)) stored not null,
  active boolean default false not null,
  picture_file_id uuid,
  draw_on date,
  per_person_limit integer,
  reservation_minutes integer default 30 not null,
  frozen_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table raffle add constraint raffle_check CHECK (((last_number >= first_number) AND (last_number <= 9999999)));
alter table raffle add constraint raffle_check1 CHECK (((last_number - first_number) < 100000));
alter table raffle add constraint raffle_check2 CHECK (((frozen_at IS NULL) OR (NOT active)));
alter table raffle add constraint raffle_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{6}$'::text));
alter table raffle add constraint raffle_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table raffle add constraint raffle_description_check CHECK ((char_length(description) <= 2000));
alter table raffle add constraint raffle_first_number_check CHECK ((first_number >= 0));
alter table raffle add constraint raffle_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table raffle add constraint raffle_per_person_limit_check CHECK ((per_person_limit > 0));
alter table raffle add constraint raffle_pkey PRIMARY KEY (organization_id, id);
alter table raffle add constraint raffle_reservation_minutes_check CHECK (((reservation_minutes >= 1) AND (reservation_minutes <= 10080)));
alter table raffle add constraint raffle_ticket_price_minor_check CHECK ((ticket_price_minor > 0));
alter table raffle add constraint raffle_title_check CHECK (((title <> ''::text) AND (char_length(title) <= 120)));
CREATE UNIQUE INDEX raffle_code ON public.raffle USING btree (organization_id, code);
alter table raffle enable row level security;
create policy organization on raffle for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on raffle to counterfoil_app;

create table raffle_draw (
  organization_id uuid not null,
  id uuid not null,
  raffle_id uuid not null,
  sequence integer not null,
  computation integer not null,
  state text not null,
  list_text text not null,
  list_hash text not null,
  entries integer not null,
  winners_wanted integer not null,
  seed_source text not null,
  seed text,
  winners integer[],
  redraw_of uuid,
  reason text,
  frozen_at timestamp with time zone not null,
  frozen_by_name text not null,
  drawn_at timestamp with time zone,
  drawn_by_name text
);
alter table raffle_draw add constraint raffle_draw_check CHECK ((((winners_wanted >= 1) AND (winners_wanted <= 100)) AND (winners_wanted <= entries)));
alter table raffle_draw add constraint raffle_draw_check1 CHECK (((redraw_of IS NULL) = (sequence = 1)));
alter table raffle_draw add constraint raffle_draw_check2 CHECK (((redraw_of IS NULL) = (reason IS NULL)));
alter table raffle_draw add constraint raffle_draw_check3 CHECK ((((seed IS NULL) = (winners IS NULL)) AND ((seed IS NULL) = (drawn_at IS NULL))));
alter table raffle_draw add constraint raffle_draw_check4 CHECK (((state <> 'drawn'::text) OR (seed IS NOT NULL)));
alter table raffle_draw add constraint raffle_draw_check5 CHECK (((state <> 'frozen'::text) OR (seed IS NULL)));
alter table raffle_draw add constraint raffle_draw_computation_check CHECK ((computation > 0));
alter table raffle_draw add constraint raffle_draw_entries_check CHECK ((entries > 0));
alter table raffle_draw add constraint raffle_draw_list_hash_check CHECK ((list_hash ~ '^[0-9a-f]{64}$'::text));
alter table raffle_draw add constraint raffle_draw_organization_id_raffle_id_fkey FOREIGN KEY (organization_id, raffle_id) REFERENCES raffle(organization_id, id);
alter table raffle_draw add constraint raffle_draw_organization_id_raffle_id_sequence_key UNIQUE (organization_id, raffle_id, sequence);
alter table raffle_draw add constraint raffle_draw_organization_id_redraw_of_fkey FOREIGN KEY (organization_id, redraw_of) REFERENCES raffle_draw(organization_id, id);
alter table raffle_draw add constraint raffle_draw_pkey PRIMARY KEY (organization_id, id);
alter table raffle_draw add constraint raffle_draw_reason_check CHECK (((reason <> ''::text) AND (char_length(reason) <= 500)));
alter table raffle_draw add constraint raffle_draw_seed_check CHECK (((seed <> ''::text) AND (char_length(seed) <= 500)));
alter table raffle_draw add constraint raffle_draw_seed_source_check CHECK (((seed_source <> ''::text) AND (char_length(seed_source) <= 500)));
alter table raffle_draw add constraint raffle_draw_sequence_check CHECK ((sequence > 0));
alter table raffle_draw add constraint raffle_draw_state_check CHECK ((state = ANY (ARRAY['frozen'::text, 'drawn'::text, 'replaced'::text])));
CREATE TRIGGER raffle_draw_stands BEFORE DELETE OR UPDATE ON public.raffle_draw FOR EACH ROW EXECUTE FUNCTION raffle_draw_stands();
alter table raffle_draw enable row level security;
create policy organization on raffle_draw for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on raffle_draw to counterfoil_app;

create table raffle_number (
  organization_id uuid not null,
  raffle_id uuid not null,
  number integer not null,
  state text default 'available'::text not null,
  order_id uuid,
  reserved_until timestamp with time zone
) with (fillfactor=50);
alter table raffle_number add constraint raffle_number_check CHECK (((state = 'available'::text) = (order_id IS NULL)));
alter table raffle_number add constraint raffle_number_check1 CHECK (((state = 'reserved'::text) = (reserved_until IS NOT NULL)));
alter table raffle_number add constraint raffle_number_organization_id_raffle_id_fkey FOREIGN KEY (organization_id, raffle_id) REFERENCES raffle(organization_id, id);
alter table raffle_number add constraint raffle_number_pkey PRIMARY KEY (organization_id, raffle_id, number);
alter table raffle_number add constraint raffle_number_state_check CHECK ((state = ANY (ARRAY['available'::text, 'reserved'::text, 'sold'::text])));
alter table raffle_number enable row level security;
create policy organization on raffle_number for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on raffle_number to counterfoil_app;

create table raffle_order (
  organization_id uuid not null,
  id uuid not null,
  raffle_id uuid not null,
  code text not null,
  person_id uuid,
  conversation_id uuid,
  contact_name text default ''::text not null,
  contact_phone text,
  numbers integer[] not null,
  unit_price_minor bigint not null,
  amount_minor bigint not null,
  currency text not null,
  state text not null,
  reserved_until timestamp with time zone,
  payment_id uuid,
  confirmed_at timestamp with time zone,
  paid_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  ticket_file_id uuid,
  notified text[] default '{}'::text[] not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  changed_in xid8 default pg_current_xact_id() not null,
  held_from text,
  stranger boolean default false not null
) with (fillfactor=80);
alter table raffle_order add constraint raffle_order_check CHECK ((amount_minor = (unit_price_minor * cardinality(numbers))));
alter table raffle_order add constraint raffle_order_check1 CHECK (((state = ANY (ARRAY['draft'::text, 'pending_payment'::text])) = (reserved_until IS NOT NULL)));
alter table raffle_order add constraint raffle_order_check2 CHECK (((state = 'paid'::text) = (paid_at IS NOT NULL)));
alter table raffle_order add constraint raffle_order_check3 CHECK (((state = ANY (ARRAY['cancelled'::text, 'expired'::text])) = (ended_at IS NOT NULL)));
alter table raffle_order add constraint raffle_order_check4 CHECK (((state = 'draft'::text) OR (payment_id IS NOT NULL) OR (ended_at IS NOT NULL)));
alter table raffle_order add constraint raffle_order_code_check CHECK ((code ~ '^[2-9A-HJKMNP-Z]{8}$'::text));
alter table raffle_order add constraint raffle_order_contact_name_check CHECK ((char_length(contact_name) <= 255));
alter table raffle_order add constraint raffle_order_contact_phone_check CHECK ((contact_phone ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table raffle_order add constraint raffle_order_end_reason_check CHECK ((end_reason <> ''::text));
alter table raffle_order add constraint raffle_order_held_from_check CHECK (((held_from <> ''::text) AND (char_length(held_from) <= 100)));
alter table raffle_order add constraint raffle_order_numbers_check CHECK (((cardinality(numbers) >= 1) AND (cardinality(numbers) <= 1000)));
alter table raffle_order add constraint raffle_order_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation(organization_id, id);
alter table raffle_order add constraint raffle_order_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table raffle_order add constraint raffle_order_organization_id_person_id_fkey FOREIGN KEY (organization_id, person_id) REFERENCES person(organization_id, id);
alter table raffle_order add constraint raffle_order_organization_id_raffle_id_fkey FOREIGN KEY (organization_id, raffle_id) REFERENCES raffle(organization_id, id);
alter table raffle_order add constraint raffle_order_pkey PRIMARY KEY (organization_id, id);
alter table raffle_order add constraint raffle_order_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'pending_payment'::text, 'paid'::text, 'cancelled'::text, 'expired'::text])));
alter table raffle_order add constraint raffle_order_unit_price_minor_check CHECK ((unit_price_minor > 0));
CREATE INDEX raffle_order_changed ON public.raffle_order USING btree (organization_id, raffle_id, changed_in);
CREATE UNIQUE INDEX raffle_order_code ON public.raffle_order USING btree (organization_id, code);
CREATE INDEX raffle_order_due ON public.raffle_order USING btree (reserved_until) WHERE (reserved_until IS NOT NULL);
CREATE INDEX raffle_order_held ON public.raffle_order USING btree (organization_id, raffle_id, state) WHERE (held_from IS NOT NULL);
CREATE INDEX raffle_order_paid ON public.raffle_order USING btree (organization_id, paid_at) WHERE (paid_at IS NOT NULL);
CREATE INDEX raffle_order_person ON public.raffle_order USING btree (organization_id, person_id, raffle_id) WHERE (person_id IS NOT NULL);
CREATE INDEX raffle_order_raffle ON public.raffle_order USING btree (organization_id, raffle_id, id);
CREATE TRIGGER raffle_order_changes BEFORE UPDATE ON public.raffle_order FOR EACH ROW EXECUTE FUNCTION raffle_order_changes();
alter table raffle_order enable row level security;
create policy organization on raffle_order for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on raffle_order to counterfoil_app;

create table sandbox_transfer (
  organization_id uuid not null,
  id uuid not null,
  reference text not null,
  kind text not null,
  amount_minor bigint not null,
  currency text not null,
  callback_url text default ''::text not null,
  return_url text default ''::text not null,
  state text not null,
  settles_at timestamp with time zone,
  created_at timestamp with time zone not null
);
alter table sandbox_transfer add constraint sandbox_transfer_amount_minor_check CHECK ((amount_minor > 0));
alter table sandbox_transfer add constraint sandbox_transfer_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table sandbox_transfer add constraint sandbox_transfer_kind_check CHECK ((kind = ANY (ARRAY['charge'::text, 'refund'::text])));
alter table sandbox_transfer add constraint sandbox_transfer_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table sandbox_transfer add constraint sandbox_transfer_pkey PRIMARY KEY (organization_id, id);
alter table sandbox_transfer add constraint sandbox_transfer_reference_check CHECK (((reference <> ''::text) AND (char_length(reference) <= 100)));
alter table sandbox_transfer add constraint sandbox_transfer_state_check CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'declined'::text])));
CREATE UNIQUE INDEX sandbox_transfer_reference ON public.sandbox_transfer USING btree (organization_id, reference);
alter table sandbox_transfer enable row level security;
create policy organization on sandbox_transfer for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on sandbox_transfer to counterfoil_app;

create table schema_migration (
  name text not null,
  package text not null,
  sha256 text not null,
  applied_at timestamp with time zone default now() not null
);
alter table schema_migration add constraint schema_migration_pkey PRIMARY KEY (name);

create table setting (
  organization_id uuid not null,
  module text not null,
  "values" jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table setting add constraint setting_module_check CHECK ((module ~ '^[a-z][a-z0-9_]*$'::text));
alter table setting add constraint setting_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table setting add constraint setting_pkey PRIMARY KEY (organization_id, module);
alter table setting add constraint setting_values_check CHECK ((jsonb_typeof("values") = 'object'::text));
alter table setting enable row level security;
create policy organization on setting for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on setting to counterfoil_app;

create table setting_change (
  organization_id uuid not null,
  id uuid not null,
  module text not null,
  changed_at timestamp with time zone not null,
  before jsonb not null,
  changed_by_id text
);
alter table setting_change add constraint setting_change_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table setting_change add constraint setting_change_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX setting_change_at ON public.setting_change USING btree (organization_id, module, changed_at);
alter table setting_change enable row level security;
create policy organization on setting_change for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on setting_change to counterfoil_app;

create table staff_chat (
  organization_id uuid not null,
  conversation_id uuid not null,
  user_id uuid not null,
  linked_at timestamp with time zone not null
);
alter table staff_chat add constraint staff_chat_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation(organization_id, id);
alter table staff_chat add constraint staff_chat_pkey PRIMARY KEY (organization_id, conversation_id);
alter table staff_chat add constraint staff_chat_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX staff_chat_user ON public.staff_chat USING btree (user_id);
alter table staff_chat enable row level security;
create policy organization on staff_chat for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on staff_chat to counterfoil_app;

create table staff_code (
  organization_id uuid not null,
  user_id uuid not null,
  code_hash bytea not null,
  expires_at timestamp with time zone not null
);
alter table staff_code add constraint staff_code_code_hash_check CHECK ((octet_length(code_hash) = 32));
alter table staff_code add constraint staff_code_organization_id_code_hash_key UNIQUE (organization_id, code_hash);
alter table staff_code add constraint staff_code_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table staff_code add constraint staff_code_pkey PRIMARY KEY (organization_id, user_id);
alter table staff_code add constraint staff_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE;
CREATE INDEX staff_code_user ON public.staff_code USING btree (user_id);
alter table staff_code enable row level security;
create policy organization on staff_code for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on staff_code to counterfoil_app;

create table staff_role (
  organization_id uuid not null,
  id uuid not null,
  key text not null,
  name text,
  permissions text[] not null,
  pages text[] not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table staff_role add constraint staff_role_key_check CHECK (((key <> ''::text) AND (char_length(key) <= 100)));
alter table staff_role add constraint staff_role_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 100)));
alter table staff_role add constraint staff_role_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table staff_role add constraint staff_role_organization_id_key_key UNIQUE (organization_id, key);
alter table staff_role add constraint staff_role_pkey PRIMARY KEY (organization_id, id);
alter table staff_role enable row level security;
create policy organization on staff_role for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on staff_role to counterfoil_app;

create table statement (
  organization_id uuid not null,
  id uuid not null,
  file_name text not null,
  format_id uuid not null,
  currency text not null,
  from_on date not null,
  to_on date not null,
  lines integer not null,
  known integer not null,
  outgoing integer not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  other_keys text[] default '{}'::text[] not null
);
alter table statement add constraint statement_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table statement add constraint statement_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table statement add constraint statement_organization_id_format_id_fkey FOREIGN KEY (organization_id, format_id) REFERENCES statement_format(organization_id, id);
alter table statement add constraint statement_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX statement_other_keys ON public.statement USING gin (other_keys);
alter table statement enable row level security;
create policy organization on statement for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on statement to counterfoil_app;

create table statement_format (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  fingerprint text not null,
  mapping jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);
alter table statement_format add constraint statement_format_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text));
alter table statement_format add constraint statement_format_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 100)));
alter table statement_format add constraint statement_format_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table statement_format add constraint statement_format_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX statement_format_headings ON public.statement_format USING btree (organization_id, fingerprint);
alter table statement_format enable row level security;
create policy organization on statement_format for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on statement_format to counterfoil_app;

create table statement_line (
  organization_id uuid not null,
  id uuid not null,
  statement_id uuid not null,
  format_id uuid not null,
  "row" integer not null,
  day date not null,
  at timestamp with time zone,
  amount_minor bigint not null,
  currency text not null,
  text text default ''::text not null,
  payer text default ''::text not null,
  transaction_reference text,
  transaction_key text generated always as (payment_transaction_key(transaction_reference)) stored,
  hash text not null,
  occurrence integer not null,
  state text default 'open'::text not null,
  payment_id uuid,
  certainty text,
  because text,
  decided_by_name text,
  decided_at timestamp with time zone,
  note text,
  created_at timestamp with time zone not null,
  keys text[] generated always as (statement_line_keys(text, transaction_reference)) stored not null,
  further boolean default false not null
) with (fillfactor=85);
alter table statement_line add constraint statement_line_amount_minor_check CHECK ((amount_minor > 0));
alter table statement_line add constraint statement_line_certainty_check CHECK ((certainty = ANY (ARRAY['certain'::text, 'likely'::text, 'by_hand'::text, 'paid_already'::text])));
alter table statement_line add constraint statement_line_check CHECK (((state <> 'matched'::text) OR (payment_id IS NOT NULL)));
alter table statement_line add constraint statement_line_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table statement_line add constraint statement_line_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text));
alter table statement_line add constraint statement_line_occurrence_check CHECK ((occurrence > 0));
alter table statement_line add constraint statement_line_organization_id_format_id_fkey FOREIGN KEY (organization_id, format_id) REFERENCES statement_format(organization_id, id);
alter table statement_line add constraint statement_line_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table statement_line add constraint statement_line_organization_id_statement_id_fkey FOREIGN KEY (organization_id, statement_id) REFERENCES statement(organization_id, id);
alter table statement_line add constraint statement_line_pkey PRIMARY KEY (organization_id, id);
alter table statement_line add constraint statement_line_state_check CHECK ((state = ANY (ARRAY['open'::text, 'matched'::text, 'ignored'::text])));
CREATE INDEX statement_line_keys ON public.statement_line USING gin (keys);
CREATE UNIQUE INDEX statement_line_matched ON public.statement_line USING btree (organization_id, payment_id) WHERE ((state = 'matched'::text) AND (NOT further));
CREATE UNIQUE INDEX statement_line_once ON public.statement_line USING btree (organization_id, format_id, hash, occurrence);
CREATE INDEX statement_line_open ON public.statement_line USING btree (organization_id, currency, id) WHERE (state = 'open'::text);
CREATE INDEX statement_line_payment ON public.statement_line USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);
CREATE INDEX statement_line_statement ON public.statement_line USING btree (organization_id, statement_id, "row");
alter table statement_line enable row level security;
create policy organization on statement_line for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on statement_line to counterfoil_app;

create table statement_part (
  organization_id uuid not null,
  line_id uuid not null,
  payment_id uuid not null,
  amount_minor bigint not null,
  created_at timestamp with time zone not null
);
alter table statement_part add constraint statement_part_amount_minor_check CHECK ((amount_minor > 0));
alter table statement_part add constraint statement_part_organization_id_line_id_fkey FOREIGN KEY (organization_id, line_id) REFERENCES statement_line(organization_id, id);
alter table statement_part add constraint statement_part_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment(organization_id, id);
alter table statement_part add constraint statement_part_pkey PRIMARY KEY (organization_id, line_id, payment_id);
CREATE UNIQUE INDEX statement_part_payment ON public.statement_part USING btree (organization_id, payment_id);
alter table statement_part enable row level security;
create policy organization on statement_part for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on statement_part to counterfoil_app;

create table task (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  params jsonb default '{}'::jsonb not null,
  state text default 'queued'::text not null,
  done bigint default 0 not null,
  total bigint,
  note text,
  result jsonb,
  error text,
  job_id uuid,
  created_by_kind text not null,
  created_by_id text,
  created_by_name text not null,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone
);
alter table task add constraint task_check CHECK (((finished_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text]))));
alter table task add constraint task_done_check CHECK ((done >= 0));
alter table task add constraint task_kind_check CHECK ((kind <> ''::text));
alter table task add constraint task_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table task add constraint task_pkey PRIMARY KEY (organization_id, id);
alter table task add constraint task_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])));
alter table task add constraint task_total_check CHECK ((total >= 0));
CREATE INDEX task_open ON public.task USING btree (organization_id, id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
alter table task enable row level security;
create policy organization on task for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on task to counterfoil_app;

create table till_approval (
  organization_id uuid not null,
  id uuid not null,
  what text not null,
  subject_id uuid not null,
  up_to_minor bigint,
  way text not null,
  asker_id uuid not null,
  asker_name text not null,
  approver_id uuid not null,
  approver_name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);
alter table till_approval add constraint till_approval_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table till_approval add constraint till_approval_pkey PRIMARY KEY (organization_id, id);
alter table till_approval add constraint till_approval_up_to_minor_check CHECK ((up_to_minor > 0));
alter table till_approval add constraint till_approval_way_check CHECK ((way = ANY (ARRAY['pin'::text, 'sign_in'::text])));
alter table till_approval add constraint till_approval_what_check CHECK ((char_length(what) <= 60));
alter table till_approval enable row level security;
create policy organization on till_approval for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on till_approval to counterfoil_app;

create table till_drawer (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  currency text not null,
  shared boolean default false not null,
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  owner_account text
);
alter table till_drawer add constraint till_drawer_code_check CHECK ((code ~ '^[a-z0-9_]{1,30}$'::text));
alter table till_drawer add constraint till_drawer_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table till_drawer add constraint till_drawer_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 80)));
alter table till_drawer add constraint till_drawer_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id);
alter table till_drawer add constraint till_drawer_pkey PRIMARY KEY (organization_id, id);
CREATE UNIQUE INDEX till_drawer_code ON public.till_drawer USING btree (organization_id, code);
alter table till_drawer enable row level security;
create policy organization on till_drawer for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on till_drawer to counterfoil_app;

create table till_movement (
  organization_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  kind text not null,
  amount_minor bigint not null,
  total_minor bigint not null,
  method text,
  subject_type text,
  subject_label text,
  taxes jsonb,
  payment_id uuid,
  ledger_entry_id uuid,
  reason text default ''::text not null,
  at timestamp with time zone not null,
  actor_id uuid,
  actor_name text not null,
  approved_by_id uuid,
  approved_by_name text,
  sold_at timestamp with time zone,
  late boolean default false not null
);
alter table till_movement add constraint till_movement_check CHECK (((kind = ANY (ARRAY['sale'::text, 'refund'::text])) = (method IS NOT NULL)));
alter table till_movement add constraint till_movement_check1 CHECK (((kind = 'no_sale'::text) OR (ledger_entry_id IS NOT NULL)));
alter table till_movement add constraint till_movement_check2 CHECK (((amount_minor <> 0) OR (kind = 'no_sale'::text) OR (method <> 'cash'::text)));
alter table till_movement add constraint till_movement_kind_check CHECK ((kind = ANY (ARRAY['float'::text, 'sale'::text, 'refund'::text, 'pay_in'::text, 'pay_out'::text, 'drop'::text, 'no_sale'::text, 'difference'::text, 'handover'::text])));
alter table till_movement add constraint till_movement_organization_id_ledger_entry_id_fkey FOREIGN KEY (organization_id, ledger_entry_id) REFERENCES ledger_entry(organization_id, id) DEFERRABLE INITIALLY DEFERRED;
alter table till_movement add constraint till_movement_organization_id_session_id_fkey FOREIGN KEY (organization_id, session_id) REFERENCES till_session(organization_id, id);
alter table till_movement add constraint till_movement_pkey PRIMARY KEY (organization_id, id);
alter table till_movement add constraint till_movement_reason_check CHECK ((char_length(reason) <= 500));
CREATE UNIQUE INDEX till_movement_entry ON public.till_movement USING btree (organization_id, ledger_entry_id) WHERE (ledger_entry_id IS NOT NULL);
CREATE INDEX till_movement_late ON public.till_movement USING btree (organization_id, at) WHERE late;
CREATE INDEX till_movement_session ON public.till_movement USING btree (organization_id, session_id, id);
CREATE TRIGGER till_movement_kept BEFORE TRUNCATE ON public.till_movement FOR EACH STATEMENT EXECUTE FUNCTION till_movement_stands();
CREATE TRIGGER till_movement_stands BEFORE DELETE OR UPDATE ON public.till_movement FOR EACH ROW EXECUTE FUNCTION till_movement_stands();
alter table till_movement enable row level security;
create policy organization on till_movement for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on till_movement to counterfoil_app;

create table till_pin (
  organization_id uuid not null,
  user_id uuid not null,
  hash text not null,
  set_at timestamp with time zone not null
);
alter table till_pin add constraint till_pin_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES membership(organization_id, user_id) ON DELETE CASCADE;
alter table till_pin add constraint till_pin_pkey PRIMARY KEY (organization_id, user_id);
alter table till_pin enable row level security;
create policy organization on till_pin for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));

create table till_session (
  organization_id uuid not null,
  id uuid not null,
  drawer_id uuid not null,
  currency text not null,
  alone boolean not null,
  cashier_id uuid not null,
  cashier_name text not null,
  opened_at timestamp with time zone not null,
  float_minor bigint not null,
  closed_at timestamp with time zone,
  closed_by_id uuid,
  closed_by_name text,
  close_reason text,
  counts jsonb,
  counted_minor bigint,
  expected_minor bigint,
  difference_minor bigint,
  difference_reason text,
  difference_by_name text,
  owner_account text
);
alter table till_session add constraint till_session_check CHECK ((((closed_at IS NULL) = (counted_minor IS NULL)) AND ((closed_at IS NULL) = (expected_minor IS NULL))));
alter table till_session add constraint till_session_check1 CHECK ((NOT (difference_minor IS DISTINCT FROM (counted_minor - expected_minor))));
alter table till_session add constraint till_session_close_reason_check CHECK ((char_length(close_reason) <= 500));
alter table till_session add constraint till_session_counted_minor_check CHECK ((counted_minor >= 0));
alter table till_session add constraint till_session_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table till_session add constraint till_session_difference_reason_check CHECK ((char_length(difference_reason) <= 500));
alter table till_session add constraint till_session_float_minor_check CHECK ((float_minor >= 0));
alter table till_session add constraint till_session_organization_id_drawer_id_fkey FOREIGN KEY (organization_id, drawer_id) REFERENCES till_drawer(organization_id, id);
alter table till_session add constraint till_session_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX till_session_cashier ON public.till_session USING btree (organization_id, cashier_id, id);
CREATE UNIQUE INDEX till_session_cashier_open ON public.till_session USING btree (organization_id, cashier_id, currency) WHERE (closed_at IS NULL);
CREATE INDEX till_session_drawer ON public.till_session USING btree (organization_id, drawer_id, id);
CREATE UNIQUE INDEX till_session_drawer_open ON public.till_session USING btree (organization_id, drawer_id) WHERE ((closed_at IS NULL) AND alone);
alter table till_session enable row level security;
create policy organization on till_session for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on till_session to counterfoil_app;

create table waiting_device (
  organization_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  endpoint_hash bytea not null,
  sealed text not null,
  user_agent text,
  told jsonb default '{}'::jsonb not null,
  looked_at timestamp with time zone not null,
  failures integer default 0 not null,
  next_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  created_at timestamp with time zone not null
);
alter table waiting_device add constraint waiting_device_endpoint_hash_check CHECK ((octet_length(endpoint_hash) = 32));
alter table waiting_device add constraint waiting_device_organization_id_endpoint_hash_key UNIQUE (organization_id, endpoint_hash);
alter table waiting_device add constraint waiting_device_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES membership(organization_id, user_id) ON DELETE CASCADE;
alter table waiting_device add constraint waiting_device_pkey PRIMARY KEY (organization_id, id);
alter table waiting_device add constraint waiting_device_session_id_fkey FOREIGN KEY (session_id) REFERENCES auth_session(id) ON DELETE CASCADE;
alter table waiting_device add constraint waiting_device_told_check CHECK ((jsonb_typeof(told) = 'object'::text));
alter table waiting_device add constraint waiting_device_user_agent_check CHECK ((char_length(user_agent) <= 300));
CREATE INDEX waiting_device_looked ON public.waiting_device USING btree (organization_id, looked_at);
CREATE INDEX waiting_device_member ON public.waiting_device USING btree (organization_id, user_id);
CREATE INDEX waiting_device_session ON public.waiting_device USING btree (session_id);
alter table waiting_device enable row level security;
create policy organization on waiting_device for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on waiting_device to counterfoil_app;

create table web_chat_upload (
  organization_id uuid not null,
  id uuid not null,
  visitor_id uuid not null,
  name text not null,
  bytes bytea not null,
  received_at timestamp with time zone not null
);
alter table web_chat_upload add constraint web_chat_upload_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX web_chat_upload_age ON public.web_chat_upload USING btree (received_at);
alter table web_chat_upload enable row level security;
create policy organization on web_chat_upload for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on web_chat_upload to counterfoil_app;

create table webhook_cursor (
  only_row boolean default true not null,
  read_below bigint
);
alter table webhook_cursor add constraint webhook_cursor_only_row_check CHECK (only_row);
alter table webhook_cursor add constraint webhook_cursor_pkey PRIMARY KEY (only_row);
alter table webhook_cursor enable row level security;

create table webhook_delivery (
  organization_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  endpoint_id uuid not null,
  event text not null,
  subject_type text not null,
  subject_id text not null,
  payload text not null,
  at timestamp with time zone not null,
  state text default 'waiting'::text not null,
  next_attempt_at timestamp with time zone not null,
  give_up_at timestamp with time zone not null,
  attempts integer default 0 not null,
  tries jsonb default '[]'::jsonb not null,
  settled_at timestamp with time zone
) with (fillfactor=85);
alter table webhook_delivery add constraint webhook_delivery_organization_id_endpoint_id_fkey FOREIGN KEY (organization_id, endpoint_id) REFERENCES webhook_endpoint(organization_id, id) ON DELETE CASCADE;
alter table webhook_delivery add constraint webhook_delivery_pkey PRIMARY KEY (organization_id, id);
alter table webhook_delivery add constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'dead'::text])));
alter table webhook_delivery add constraint webhook_delivery_tries_check CHECK ((jsonb_typeof(tries) = 'array'::text));
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (next_attempt_at) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_delivery_endpoint ON public.webhook_delivery USING btree (organization_id, endpoint_id, id);
CREATE INDEX webhook_delivery_order ON public.webhook_delivery USING btree (organization_id, endpoint_id, subject_type, subject_id, seq) WHERE (state = 'waiting'::text);
alter table webhook_delivery enable row level security;
create policy organization on webhook_delivery for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on webhook_delivery to counterfoil_app;

create table webhook_endpoint (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  url text not null,
  events text[] not null,
  active boolean default true not null,
  gone_at timestamp with time zone,
  secret text not null,
  previous_secret text,
  previous_until timestamp with time zone,
  since_xact bigint not null,
  created_at timestamp with time zone not null
);
alter table webhook_endpoint add constraint webhook_endpoint_events_check CHECK (((cardinality(events) >= 1) AND (cardinality(events) <= 50)));
alter table webhook_endpoint add constraint webhook_endpoint_name_check CHECK (((name <> ''::text) AND (char_length(name) <= 100)));
alter table webhook_endpoint add constraint webhook_endpoint_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table webhook_endpoint add constraint webhook_endpoint_pkey PRIMARY KEY (organization_id, id);
alter table webhook_endpoint add constraint webhook_endpoint_url_check CHECK ((char_length(url) <= 2000));
CREATE INDEX webhook_endpoint_active ON public.webhook_endpoint USING btree (organization_id) WHERE active;
alter table webhook_endpoint enable row level security;
create policy organization on webhook_endpoint for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on webhook_endpoint to counterfoil_app;

create table webhook_event (
  organization_id uuid not null,
  id uuid default gen_random_uuid() not null,
  at timestamp with time zone not null,
  event text not null,
  subject_type text not null,
  subject_id text not null,
  xact bigint not null
);
alter table webhook_event add constraint webhook_event_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE;
alter table webhook_event add constraint webhook_event_pkey PRIMARY KEY (organization_id, id);
CREATE INDEX webhook_event_xact ON public.webhook_event USING btree (xact);
alter table webhook_event enable row level security;
create policy organization on webhook_event for all to counterfoil_app using ((organization_id = app_organization_id())) with check ((organization_id = app_organization_id()));
grant delete, insert, select, update on webhook_event to counterfoil_app;
