"""What the packages and the modules of the generated application are called."""

_NOUNS = """
account address agent alert asset audit badge batch bill booking box branch budget bundle campaign
card cargo carrier cart charge claim client coupon credit customer deal debit delivery depot desk
device discount driver fee fleet folder freight gift grant holiday invoice item journey label
lease ledger letter license listing loan lot meter mission notice offer order pallet parcel
partner passport payment payroll permit photo pickup plan pledge policy price product quota quote
rate rebate receipt refund rental repair reply report request review route salary sample season
seat sender shelf shift shipment shop signal site stock store supply survey tariff tax team ticket
token tour trade trip truck vendor visit voucher wage wallet warrant
"""
_MODULES = """
archive booking catalog checks costs delays depots exports filters groups history intake journal
limits listing matching models naming offers parsing planning pricing ranking reports rounding
search sources stages statistics summary terms totals values views windows
"""

NOUNS = tuple(_NOUNS.split())
MODULES = tuple(_MODULES.split())
