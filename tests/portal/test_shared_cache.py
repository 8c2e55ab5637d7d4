from portal.shared_cache import ForgivingRedisCache


def test_a_redis_that_is_down_is_a_miss_and_no_error() -> None:
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    cache.set("a", 1)
    cache.set_many({"a": 1})
    cache.delete("a")
    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a"]) == {}
    assert not cache.has_key("a")
    assert cache.add("a", 1)
    assert cache.incr("a") == 1
    assert "a" not in cache
