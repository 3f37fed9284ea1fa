/* The timer of q35 and pc at its fixed place; hpet=off leaves a hole there, which reads as zeros. */
Device (HPET)
{
	Name (_HID, EisaId ("PNP0103"))
	Name (_UID, 0)
	OperationRegion (HPTM, SystemMemory, 0xFED00000, 8)
	Field (HPTM, DWordAcc, NoLock, Preserve) { HPID, 32, HPPD, 32 }
	Method (_STA)
	{
		If (HPPD == 0 || HPPD == 0xFFFFFFFF) { Return (0) }
		Return (0x0F)
	}
	Name (_CRS, ResourceTemplate ()
	{
		Memory32Fixed (ReadOnly, 0xFED00000, 0x400)
	})
}
