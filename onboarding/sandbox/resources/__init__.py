"""The objects of the API, one module each: functions of the world, the request and the ids of its address."""
