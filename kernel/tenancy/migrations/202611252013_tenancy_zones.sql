-- Organizations could be given short names as their time zone, which texts were formatted by and no day could be made
-- of: every action failed, and so did jobs that make the days of all organizations. Each gets the zone that texts were
-- formatted by (https://cldr.unicode.org, the abbreviations of Java), unless its country means another by that name.
update organization o set time_zone = coalesce((select zone from (values
  ('ART', 'AR', 'America/Argentina/Buenos_Aires'), ('AST', 'CA', 'America/Halifax'), ('AST', 'SA', 'Asia/Riyadh'),
  ('AST', 'PR', 'America/Puerto_Rico'), ('BST', 'GB', 'Europe/London'), ('CST', 'CN', 'Asia/Shanghai'),
  ('CST', 'CU', 'America/Havana'), ('CST', 'MX', 'America/Mexico_City'), ('ECT', 'EC', 'America/Guayaquil'),
  ('IST', 'IE', 'Europe/Dublin'), ('IST', 'IL', 'Asia/Jerusalem'), ('NST', 'CA', 'America/St_Johns'),
  ('PST', 'PH', 'Asia/Manila'), ('SST', 'AS', 'Pacific/Pago_Pago'), ('SST', 'SG', 'Asia/Singapore')
  ) there (name, country, zone) where there.name = short.name and there.country = o.country), short.zone), updated_at = now()
from (values
  ('ACT', 'Australia/Darwin'), ('AET', 'Australia/Sydney'), ('AGT', 'America/Argentina/Buenos_Aires'),
  ('ART', 'Africa/Cairo'), ('AST', 'America/Anchorage'), ('BET', 'America/Sao_Paulo'), ('BST', 'Asia/Dhaka'),
  ('CAT', 'Africa/Maputo'), ('CNT', 'America/St_Johns'), ('CST', 'America/Chicago'), ('CTT', 'Asia/Shanghai'),
  ('EAT', 'Africa/Nairobi'), ('ECT', 'Europe/Paris'), ('IET', 'America/Indiana/Indianapolis'),
  ('IST', 'Asia/Kolkata'), ('JST', 'Asia/Tokyo'), ('MIT', 'Pacific/Apia'), ('NET', 'Asia/Yerevan'),
  ('NST', 'Pacific/Auckland'), ('PLT', 'Asia/Karachi'), ('PNT', 'America/Phoenix'), ('PRT', 'America/Puerto_Rico'),
  ('PST', 'America/Los_Angeles'), ('SST', 'Pacific/Guadalcanal'), ('VST', 'Asia/Ho_Chi_Minh')
) short (name, zone)
where upper(o.time_zone) = short.name;
