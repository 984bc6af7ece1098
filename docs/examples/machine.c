/*
 * A coffee machine that talks MQTT to Counterfoil, for an ESP32 with ESP-IDF 5 (components mqtt and json).
 * It has registered before, over HTTP (machine.py shows how); its device id and token are in its flash.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "cJSON.h"
#include "mqtt_client.h"

extern const char *DEVICE, *TOKEN, *BROKER; /* from flash; BROKER such as mqtts://desk.example:8883 */
extern bool machine_do(const char *kind, const cJSON *params); /* yours: restart, set_price … */
extern bool flash_knows(const char *command);                  /* yours: ids of commands that it has done */
extern void flash_note(const char *command, bool well);        /* yours: kept over a power cut */
extern void flash_order_done(const char *number);              /* yours: an order that was answered */

static esp_mqtt_client_handle_t client;
static char topic[200], body[512];

/* The name of a request comes back in the topic of its answer, so it says here what was asked. */
static void ask(const char *request, const char *message, const char *fields) {
    snprintf(topic, sizeof topic, "counterfoil/%s/up/%s/%s", DEVICE, request, message);
    snprintf(body, sizeof body, "{\"token\":\"%s\"%s%s}", TOKEN, *fields ? "," : "", fields);
    esp_mqtt_client_enqueue(client, topic, body, 0, 1, 0, true);
}

/* Once a minute from a timer; whatever is not answered is sent again at the next call. */
void machine_report(double temperature) {
    char fields[80];
    snprintf(fields, sizeof fields, "\"state\":\"ready\",\"temperature\":%.1f", temperature);
    ask("status", "status", fields);
    ask("pending", "commands/pending", "");
}

/* An order is in flash before this, and stays there until flash_order_done. */
void machine_sold(const char *number, const char *made_at, const char *product, const char *amount) {
    char fields[400];
    snprintf(fields, sizeof fields,
             "\"number\":\"%s\",\"made_at\":\"%s\",\"payment_method\":\"cash\",\"amount\":\"%s\","
             "\"items\":[{\"product\":\"%s\",\"amount\":\"%s\"}]",
             number, made_at, amount, product, amount);
    ask("order", "orders/create", fields);
}

static void tell(const char *id, bool well) {
    char message[80];
    snprintf(message, sizeof message, "commands/%s/result", id);
    ask("result", message, well ? "\"result\":\"succeeded\"" : "\"result\":\"failed\"");
}

/* Commands that wait for the answer to their ack; one at a time is enough for a machine. */
static cJSON *next;

static void take_commands(const cJSON *data) {
    const cJSON *command = cJSON_GetArrayItem(cJSON_GetObjectItem(data, "commands"), 0);
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItem(command, "id"));
    if (id == NULL || next != NULL || flash_knows(id)) return;
    next = cJSON_Duplicate(command, true);
    char message[80];
    snprintf(message, sizeof message, "commands/%s/ack", id);
    ask("ack", message, "");
}

/* Begin only when the server has answered the ack with ok; otherwise it was withdrawn, or is over. */
static void begin(bool may) {
    if (next == NULL) return;
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItem(next, "id"));
    if (may) {
        bool well = machine_do(cJSON_GetStringValue(cJSON_GetObjectItem(next, "kind")),
                               cJSON_GetObjectItem(next, "params"));
        flash_note(id, well);
        tell(id, well);
    }
    cJSON_Delete(next);
    next = NULL;
}

static void heard(const char *request, const cJSON *answer) {
    bool ok = cJSON_IsTrue(cJSON_GetObjectItem(answer, "ok"));
    const cJSON *data = cJSON_GetObjectItem(answer, "data");
    if (strcmp(request, "wake") == 0) ask("pending", "commands/pending", "");
    else if (strcmp(request, "pending") == 0 && ok) take_commands(data);
    else if (strcmp(request, "ack") == 0) begin(ok);
    else if (strcmp(request, "order") == 0 && ok) {
        const cJSON *one;
        cJSON_ArrayForEach(one, cJSON_GetObjectItem(data, "results"))
            flash_order_done(cJSON_GetStringValue(cJSON_GetObjectItem(one, "number")));
    }
}

static void on_event(void *unused, esp_event_base_t base, int32_t id, void *data) {
    (void)unused, (void)base;
    const esp_mqtt_event_t *event = data;
    if (id == MQTT_EVENT_CONNECTED) {
        snprintf(topic, sizeof topic, "counterfoil/%s/down/#", DEVICE);
        esp_mqtt_client_subscribe_single(client, topic, 1);
    } else if (id == MQTT_EVENT_DATA && event->total_data_len == event->data_len) {
        char request[41] = "";
        int before = (int)(strlen("counterfoil/") + strlen(DEVICE) + strlen("/down/"));
        int length = event->topic_len - before;
        if (length <= 0 || length >= (int)sizeof request) return;
        memcpy(request, event->topic + before, (size_t)length);
        cJSON *answer = cJSON_ParseWithLength(event->data, (size_t)event->data_len);
        heard(request, answer);
        cJSON_Delete(answer);
    }
}

void machine_start(void) {
    static char will[120], gone[160];
    snprintf(will, sizeof will, "counterfoil/%s/up/will/gone", DEVICE);
    snprintf(gone, sizeof gone, "{\"token\":\"%s\"}", TOKEN);
    const esp_mqtt_client_config_t config = {
        .broker.address.uri = BROKER,
        .credentials = {.username = DEVICE, .client_id = DEVICE, .authentication.password = TOKEN},
        .session = {.keepalive = 60, .last_will = {.topic = will, .msg = gone, .qos = 1}},
    };
    client = esp_mqtt_client_init(&config);
    esp_mqtt_client_register_event(client, MQTT_EVENT_ANY, on_event, NULL);
    esp_mqtt_client_start(client);
}
