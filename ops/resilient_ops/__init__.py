"""What stands behind `./resilient`: it sets the portal up, runs its services and its tests.

Only the standard library is used, since it runs before anything is installed. `wsgi`, `harvest_clock` and
`first_sysadmin` are programs of their own, started by the virtual environment's interpreter.
"""
