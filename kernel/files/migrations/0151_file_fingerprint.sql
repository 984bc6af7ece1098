-- Images are drawn anew when they are stored, so their bytes are ours: what tells that the same picture was sent before is kept beside them.
alter table file
  add column original_sha256 text check (original_sha256 ~ '^[0-9a-f]{64}$'), -- of the bytes as they came
  add column perceptual_hash bit(1024);                                        -- images only; see kernel/files/perceptual-hash.ts
