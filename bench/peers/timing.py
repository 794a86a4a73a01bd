"""Rates by the processor time of this process."""
import statistics
import time


def rate(run, work, rounds=5, least=0.15):
    """Median of `work` a second over rounds of at least `least` processor seconds."""
    run()
    calls, rates = 1, []
    while len(rates) < rounds:
        start = time.process_time()
        for _ in range(calls):
            run()
        seconds = time.process_time() - start
        if seconds < least:
            calls *= 2
        else:
            rates.append(calls * work / seconds)
    return statistics.median(rates)
