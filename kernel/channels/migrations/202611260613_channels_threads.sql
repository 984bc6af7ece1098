-- Where in a chat somebody wrote last, on channels whose chats have topics: answers go there.
alter table conversation add column thread text check (thread <> '' and char_length(thread) <= 40);
