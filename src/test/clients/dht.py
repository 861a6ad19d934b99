#!/usr/bin/env python3
"""A DHT node of libtorrent, for a test to talk to.

    dht.py ADDRESS

listens at ADDRESS (IPv6 without brackets), prints its port, and then answers each line of standard input with one line, words
apart by blanks, binary in hexadecimal digits:

    node HOST PORT          tells it of a node                      ok
    nodes                   how many it knows                       NUMBER
    announce HASH           becomes a peer of a torrent, at PORT    ok
    peers HASH              looks for peers                         HOST:PORT...
    put TEXT                stores an immutable item                TARGET NODES
    get TARGET              looks for one                           TEXT, or none
    put-mutable TEXT SALT   stores a version under its own key      KEY NODES
    get-mutable KEY SALT    looks for the newest version            SEQ TEXT, or none

It ends with standard input.
"""

import sys
import tempfile
import time

import libtorrent as lt

# The pair of the seed 0102..1f20, as libtorrent wants it: the private key expanded.
PRIVATE_KEY = bytes.fromhex(
    "70788f1a0cea001a2631dae5d05dbd062008d5b30f50b9e29beb2a7822289044573dfc9b6ffeb1c786a16349e70f9836876a743c31c0a7a2a70727a852eec372"
)
PUBLIC_KEY = bytes.fromhex("79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664")
PATIENCE_SECONDS = 30


def session(address):
    listen = "[%s]:0" % address if ":" in address else "%s:0" % address
    return lt.session({
        "listen_interfaces": listen,
        "enable_dht": True,
        "dht_bootstrap_nodes": "",
        # One host is a whole network here.
        "dht_restrict_routing_ips": False,
        "dht_restrict_search_ips": False,
        "dht_enforce_node_id": False,
        "dht_prefer_verified_node_ids": False,
        "dht_ignore_dark_internet": False,
        "dht_block_ratelimit": 1000,
        "dht_upload_rate_limit": 1000000,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "alert_mask": lt.alert.category_t.all_categories,
    })


def wait_for(ses, kind, accept):
    """The first alert of this kind that is accepted, or none."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        ses.wait_for_alert(200)
        for alert in ses.pop_alerts():
            if isinstance(alert, kind) and accept(alert):
                return alert
    return None


def sha1(digits):
    return lt.sha1_hash(bytes.fromhex(digits))


def nodes(ses):
    ses.post_dht_stats()
    alert = wait_for(ses, lt.dht_stats_alert, lambda each: True)
    return sum(bucket["num_nodes"] for bucket in alert.routing_table) if alert else 0


def announce(ses, info_hash):
    torrent = lt.add_torrent_params()
    torrent.info_hashes = lt.info_hash_t(sha1(info_hash))
    torrent.save_path = tempfile.gettempdir()
    torrent.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
    ses.add_torrent(torrent).force_dht_announce()
    return "ok"


def peers(ses, info_hash):
    ses.dht_get_peers(sha1(info_hash))
    alert = wait_for(ses, lt.dht_get_peers_reply_alert,
                     lambda each: str(each.info_hash) == info_hash and len(each.peers()) > 0)
    found = alert.peers() if alert else []
    return " ".join("%s:%d" % peer for peer in found) or "none"


def put(ses, text):
    target = str(ses.dht_put_immutable_item(text))
    alert = wait_for(ses, lt.dht_put_alert, lambda each: str(each.target) == target)
    return "%s %d" % (target, alert.num_success if alert else 0)


def get(ses, target):
    ses.dht_get_immutable_item(sha1(target))
    alert = wait_for(ses, lt.dht_immutable_item_alert, lambda each: str(each.target) == target)
    return text_of(alert.item) if alert else "none"


def put_mutable(ses, text, salt):
    ses.dht_put_mutable_item(PRIVATE_KEY, PUBLIC_KEY, text.encode(), salt.encode())
    alert = wait_for(ses, lt.dht_put_alert, lambda each: bytes(each.public_key) == PUBLIC_KEY)
    return "%s %d" % (PUBLIC_KEY.hex(), alert.num_success if alert else 0)


def get_mutable(ses, key, salt):
    ses.dht_get_mutable_item(bytes.fromhex(key), salt.encode())
    alert = wait_for(ses, lt.dht_mutable_item_alert, lambda each: bytes(each.key).hex() == key)
    return "%d %s" % (alert.seq, text_of(alert.item)) if alert else "none"


def text_of(item):
    while isinstance(item, dict) and "value" in item:
        item = item["value"]
    return item.decode() if isinstance(item, bytes) else str(item)


def answer(ses, words):
    verb, arguments = words[0], words[1:]
    if verb == "node":
        ses.add_dht_node((arguments[0], int(arguments[1])))
        return "ok"
    if verb == "nodes":
        return str(nodes(ses))
    verbs = {"announce": announce, "peers": peers, "put": put, "get": get, "put-mutable": put_mutable, "get-mutable": get_mutable}
    return verbs[verb](ses, *arguments)


def main():
    ses = session(sys.argv[1])
    wait_for(ses, lt.listen_succeeded_alert, lambda each: True)
    print(ses.listen_port(), flush=True)
    for line in sys.stdin:
        try:
            print(answer(ses, line.split()), flush=True)
        except Exception as fault:  # the test sees it in place of what it expects
            print("failed: %s: %s" % (type(fault).__name__, fault), flush=True)


main()
