"""The figures of an evaluation with --best-of and --unconditional, from its report.json."""
import json
import sys

report = json.load(open(sys.argv[1]))
plain = report["conditions"][0]
best = next(condition for condition in report["conditions"] if condition["best_of"])
bound = {of["category"]: of["accuracy"]["value"] for of in report["upper_bound"]["categories"]}
shares = {of["category"]: of["accuracy"]["value"] / bound[of["category"]] for of in plain["recognition"]["categories"]}
weakest = min(shares, key=shares.get)
print(f"figure rec_originals {report['upper_bound']['accuracy']['value']:.4f}")
for name, part in (("", plain), (f"_best{best['best_of']}", best)):
    print(f"figure rec_shipped{name} {part['recognition']['accuracy']['value']:.4f}")
    for top in part["retrieval"]["tops"]:
        print(f"figure ret{top['top']}_shipped{name} {top['hits']['value']:.4f}")
print(f"figure rec_mixture {report['unconditional']['recognition']['accuracy']['value']:.4f}")
print(f"figure rec_share_of_weakest_category {shares[weakest]:.4f}")
