"""The shared cache on Redis, for a site that outlives its Redis: a failed look-up is a miss, a failed write is lost."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _or_else(fallback: Callable[..., Any]) -> Callable[[Callable], Callable]:
    def wrap(method: Callable) -> Callable:
        @functools.wraps(method)
        def run(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                logger.warning("the cache does not answer: %s", type(error).__name__)
                return fallback(*args, **kwargs)

        return run

    return wrap


class ForgivingRedisCache(RedisCache):
    get = _or_else(lambda key, default=None, version=None: default)(RedisCache.get)
    set = _or_else(lambda *args, **kwargs: None)(RedisCache.set)
    add = _or_else(lambda *args, **kwargs: True)(RedisCache.add)
    touch = _or_else(lambda *args, **kwargs: False)(RedisCache.touch)
    delete = _or_else(lambda *args, **kwargs: False)(RedisCache.delete)
    has_key = _or_else(lambda *args, **kwargs: False)(RedisCache.has_key)
    incr = _or_else(lambda key, delta=1, version=None: delta)(RedisCache.incr)
    get_many = _or_else(lambda *args, **kwargs: {})(RedisCache.get_many)
    set_many = _or_else(lambda data, *args, **kwargs: list(data))(RedisCache.set_many)
    delete_many = _or_else(lambda *args, **kwargs: None)(RedisCache.delete_many)
    clear = _or_else(lambda *args, **kwargs: False)(RedisCache.clear)
