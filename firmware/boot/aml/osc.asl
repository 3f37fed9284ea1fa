/*
 * What of PCI Express the kernel may run by itself: all of it (bits 0 to 4 of the control word),
 * since no method here does it instead. PCI Firmware 3.2, section 4.5.1.
 */
Method (_OSC, 4)
{
	CreateDWordField (Arg3, 0, STAT)
	If (Arg0 != ToUUID ("33db4d5b-1ff7-401c-9657-7441c03dd766"))
	{
		STAT |= 0x04
		Return (Arg3)
	}
	CreateDWordField (Arg3, 8, CTRL)
	If (Arg1 != 1) { STAT |= 0x08 }
	If (CTRL & 0xFFFFFFE0) { STAT |= 0x10 }
	CTRL &= 0x1F
	Return (Arg3)
}
