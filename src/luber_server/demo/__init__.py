"""The demonstration: an invented school holds a whole election, and leaves a second one open to try.

`luber demo` comes here. Nothing is faked: every act goes through the use cases, every ballot is encrypted and
proved one by one as a voter's browser does it, and every key is made by the steps of the ceremony.
"""
