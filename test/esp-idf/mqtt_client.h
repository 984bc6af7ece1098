/* What docs/examples/machine.c uses of ESP-IDF's MQTT client, so that it can be compiled without it. */
#include <stdbool.h>
#include <stdint.h>
typedef int esp_err_t;
typedef const char *esp_event_base_t;
typedef void (*esp_event_handler_t)(void *arg, esp_event_base_t base, int32_t id, void *data);
typedef struct esp_mqtt_client *esp_mqtt_client_handle_t;
typedef enum { MQTT_EVENT_ANY = -1, MQTT_EVENT_CONNECTED = 1, MQTT_EVENT_DATA = 6 } esp_mqtt_event_id_t;
typedef struct {
    char *data;
    int data_len, total_data_len;
    char *topic;
    int topic_len;
} esp_mqtt_event_t;
typedef struct {
    struct { struct { const char *uri; } address; } broker;
    struct {
        const char *username, *client_id;
        struct { const char *password; } authentication;
    } credentials;
    struct {
        int keepalive;
        struct { const char *topic, *msg; int msg_len, qos, retain; } last_will;
    } session;
} esp_mqtt_client_config_t;
esp_mqtt_client_handle_t esp_mqtt_client_init(const esp_mqtt_client_config_t *config);
esp_err_t esp_mqtt_client_register_event(esp_mqtt_client_handle_t, esp_mqtt_event_id_t, esp_event_handler_t, void *);
esp_err_t esp_mqtt_client_start(esp_mqtt_client_handle_t);
int esp_mqtt_client_subscribe_single(esp_mqtt_client_handle_t, const char *topic, int qos);
int esp_mqtt_client_enqueue(esp_mqtt_client_handle_t, const char *topic, const char *data, int len, int qos, int retain,
                            bool store);
