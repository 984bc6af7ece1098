-- Counts by day and meal as before, and finds one student's service as well: with the three columns alone, a plan made while the table was
-- small looked through everybody who had been served this meal.

drop index mess_service_count;
create index mess_service_count on mess_service (organization_id, service_on, meal_id, student_id);
