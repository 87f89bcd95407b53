import dr_local

print(dr_local)
