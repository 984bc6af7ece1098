/* What docs/examples/machine.c uses of cJSON, so that it can be compiled without ESP-IDF. */
#include <stddef.h>
typedef struct cJSON {
    struct cJSON *next, *child;
} cJSON;
typedef int cJSON_bool;
cJSON *cJSON_ParseWithLength(const char *value, size_t length);
cJSON *cJSON_GetObjectItem(const cJSON *object, const char *name);
cJSON *cJSON_GetArrayItem(const cJSON *array, int index);
char *cJSON_GetStringValue(const cJSON *item);
cJSON *cJSON_Duplicate(const cJSON *item, cJSON_bool recurse);
cJSON_bool cJSON_IsTrue(const cJSON *item);
void cJSON_Delete(cJSON *item);
#define cJSON_ArrayForEach(element, array) \
    for (element = (array) != NULL ? (array)->child : NULL; element != NULL; element = element->next)
