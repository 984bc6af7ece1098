-- Files: what was put in, where its bytes are, and who may read them. The bytes themselves are in a store
-- (disk, S3, Cloudinary); a row never exists without its bytes, because they are written first.

create table file (
  organization_id  uuid not null references organization (id),
  id               uuid not null,
  purpose          text not null,                     -- e.g. exhibition.logo; decides limits and accepted kinds
  name             text not null check (char_length(name) between 1 and 255),
  content_type     text not null,                     -- decided from the bytes, never from the name
  size_bytes       bigint not null check (size_bytes > 0),
  sha256           text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  width            integer check (width > 0),         -- images only, in pixels, after re-encoding
  height           integer check (height > 0),
  store            text not null check (store in ('disk', 's3', 'cloudinary')),
  storage_key      text not null,
  permission       text not null,                     -- what a reader must be allowed to do
  created_by_kind  text not null,
  created_by_id    text,
  created_at       timestamptz not null default now(),
  deleted_at       timestamptz,
  purged_at        timestamptz,                       -- when the sweep removed the bytes
  -- Images are drawn anew when they are stored, so their bytes are ours: these two tell that the same picture was sent
  -- before. The first is of the bytes as they came, the second of images only (kernel/files/perceptual-hash.ts).
  original_sha256  text check (original_sha256 ~ '^[0-9a-f]{64}$'),
  perceptual_hash  bit(1024),
  primary key (organization_id, id),
  check (purged_at is null or deleted_at is not null)
);
create unique index file_storage_key on file (store, storage_key);
create index file_to_purge on file (deleted_at) where deleted_at is not null and purged_at is null;
select tenant_table('file');

-- One row for each write under way, committed before the first byte leaves and deleted in the transaction that adds
-- the file's row. One that stays behind marks bytes that nobody owns; the sweep removes both. This needs no listing of
-- the store, which is slow on S3 and rate-limited at Cloudinary.
create table file_upload (
  organization_id  uuid not null,                     -- no foreign key: another transaction may hold it
  storage_key      text not null,
  store            text not null check (store in ('disk', 's3', 'cloudinary')),
  started_at       timestamptz not null,
  primary key (organization_id, storage_key)
);
create index file_upload_started on file_upload (started_at);
select tenant_table('file_upload');
